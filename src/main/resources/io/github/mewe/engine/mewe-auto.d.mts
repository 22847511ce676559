/**
 * Seeds the instances that were created where no random numbers are available, such as at the top level of a Worker.
 * Until then, their choices are predictable.
 */
export function seedWaiting(): void;

/**
 * Seeds the instances that were made where there are no random numbers, such as at the top level of a Worker. Until
 * then they make choices that can be predicted.
 */
export function seedWaiting(): void;

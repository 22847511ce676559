/** A fixed key of two 64-bit numbers, for tests and replays. Equal keys make equal choices. */
export type Key = readonly [bigint, bigint];

/** The sources that a module can be compiled from. */
export type Source = BufferSource | { arrayBuffer(): Promise<ArrayBuffer> };

/** A `WebAssembly.Module`. TypeScript's library declares that type so that any value matches, even one that is no object. */
export type CompiledModule = WebAssembly.Module & object;

/** An import object: any object with the imports of the module as its members. */
export type Imports = object;

export interface Options {
  /** A key in place of random bits. */
  key?: Key | undefined;
  /** Passed to the engine's compiler. */
  builtins?: string[] | undefined;
  /** Passed to the engine's compiler. */
  importedStringConstants?: string | null | undefined;
}

/** Instantiates like `WebAssembly.instantiate`, and seeds the instance before any other code can call it. */
export function instantiate(
  source: Source | PromiseLike<Source>,
  imports?: Imports,
  options?: Options,
): Promise<WebAssembly.WebAssemblyInstantiatedSource>;
export function instantiate(
  source: CompiledModule | PromiseLike<CompiledModule>,
  imports?: Imports,
  options?: Options,
): Promise<WebAssembly.Instance>;

/**
 * Seeds an instance that was created without this loader. Call it before any export of the instance.
 *
 * @returns true if the host has to seed the module; the function does nothing to other modules
 */
export function seed(
  target: WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource | WebAssembly.Exports,
  key?: Key,
): boolean;

/**
 * Returns the import object for a module: the caller's, with `mewe.random` added if the module imports it and the
 * object lacks it. For code that calls `new WebAssembly.Instance` itself.
 */
export function withRandom<T extends Imports | undefined>(
  module: CompiledModule,
  imports?: T,
  key?: Key,
): T | WebAssembly.Imports;

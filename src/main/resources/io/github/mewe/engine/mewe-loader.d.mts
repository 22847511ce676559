/** Two numbers of 64 bits, instead of random ones: equal keys make equal choices. For tests and replays. */
export type Key = readonly [bigint, bigint];

/** What a module can be compiled from. */
export type Source = BufferSource | { arrayBuffer(): Promise<ArrayBuffer> };

/** A `WebAssembly.Module`, which TypeScript's library declares so that anything would do, not even an object. */
export type CompiledModule = WebAssembly.Module & object;

/** An import object: anything whose members are what the module imports. */
export type Imports = object;

export interface Options {
  /** Instead of random bits. */
  key?: Key | undefined;
  /** Goes to the engine's compiler. */
  builtins?: string[] | undefined;
  /** Goes to the engine's compiler. */
  importedStringConstants?: string | null | undefined;
}

/** Does what `WebAssembly.instantiate` does, and seeds the instance before anybody else can call it. */
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
 * Seeds an instance that was made without this loader. It has to come before anything else is called.
 *
 * @returns whether the module is one that its host seeds; nothing is done to any other
 */
export function seed(
  target: WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource | WebAssembly.Exports,
  key?: Key,
): boolean;

/**
 * The import object that a module needs: the caller's own, unless the module imports `mewe.random` and that lacks it.
 * For those who call `new WebAssembly.Instance` themselves.
 */
export function withRandom<T extends Imports | undefined>(
  module: CompiledModule,
  imports?: T,
  key?: Key,
): T | WebAssembly.Imports;

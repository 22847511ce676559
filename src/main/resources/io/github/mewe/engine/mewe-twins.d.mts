import type {CompiledModule, Imports, Key} from './mewe-loader.mjs';

/** The trace of one instance. */
export interface Trace {
  /** The calls of imports, with their arguments, since the present call of an export began. */
  calls: string[];
  /** The last choices, as numbers of dispatchers and variants, if the binary was built with `<trace>import</trace>`. */
  choices: [number, number][];
}

/** The instances differed: at least one of them is compromised. Nothing that was held has left. */
export class DivergenceError extends Error {
  constructor(message: string, traces: Trace[]);
  /** One trace per instance, the leader's first. */
  traces: Trace[];
}

export interface HeldImport {
  signature: string;
  /** The import is executed after all instances have agreed. */
  held: true;
  /** What the program gets at once; not for functions without a result. */
  result?: number | bigint | undefined;
}

export interface TwinsOptions {
  /** The number of instances; 2 by default. */
  count?: number | undefined;
  /** The probability, from 0 to 1, of more than one instance; 1 by default. */
  share?: number | undefined;
  /** Signatures of imports by `module.name`, which extend those of WASI preview 1. */
  imports?: Record<string, string | HeldImport> | undefined;
  /** Signatures of exports that take or return addresses. */
  exports?: Record<string, string> | undefined;
  /** A fixed key for each instance, for tests. */
  keys?: readonly Key[] | undefined;
}

/** Several instances of a module that are called as one. */
export interface Twins {
  /** The exports: functions call all instances; a memory, a table and a global are those of the leader. */
  readonly exports: WebAssembly.Exports;
  /** The number of instances. */
  readonly count: number;
  /** Writes to the memory of every instance, at the place that corresponds to an address of the leader. */
  write(address: number | bigint, bytes: Uint8Array): void;
  /** Reads from memory. All instances must have the same bytes there. */
  read(address: number | bigint, length: number): Uint8Array;
}

/** Instantiates a module several times, to be called as one instance. */
export function instantiateTwins(
  module: CompiledModule,
  imports?: Imports | ((instance: number) => Imports),
  options?: TwinsOptions,
): Promise<Twins>;

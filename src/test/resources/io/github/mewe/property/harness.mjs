// Reads jobs, each a line of JSON, and answers each by a line: for each run, body and input, the outcome
// of the call. Before each call, memory, table, globals and host are in their initial state.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const PAGE = 65536;
const MOST_WORDS = 8;

/** The memory at the start of each call: small and large numbers, zeros, and bytes at the end. */
const INITIAL = Buffer.alloc(PAGE);
for (let i = 0, state = 1; i < 4096; i++) {
  state = (Math.imul(state, 1664525) + 1013904223) | 0;
  INITIAL[i] = i % 4 === 0 || (i & 64) !== 0 ? state >>> 24 : 0;
  INITIAL[PAGE - 1 - i] = i < 64 ? state >>> 16 : 0;
}

class Subject {
  constructor(module) {
    this.module = module;
    this.instantiate();
  }

  instantiate() {
    this.log = [];
    this.exports = new WebAssembly.Instance(this.module, { host: this.host() }).exports;
    INITIAL.copy(Buffer.from(this.exports.memory.buffer));
    const { table } = this.exports;
    this.entries = Array.from({ length: table.length }, (_, i) => table.get(i));
  }

  /** Functions whose results derive from their arguments and from earlier calls, that write memory
   *  and a global, and that may throw. */
  host() {
    const called = (name, args, result) => {
      this.log.push(`${name}(${args})=${result}`);
      return result;
    };
    return {
      narrow: (a, b) => {
        const mixed = Math.imul(a ^ Number(BigInt.asIntN(32, b ^ (b >> 32n))), 0x9e3779b1) + this.log.length;
        new DataView(this.exports.memory.buffer).setInt32((mixed & 0xfff) * 4, mixed, true);
        return called('narrow', [a, b], mixed | 0);
      },
      wide: a => {
        this.exports.shared.value = Number(BigInt.asIntN(16, a)) + this.log.length;
        return called('wide', [a], BigInt.asIntN(64, a * 0x9e3779b97f4a7c15n + BigInt(this.log.length)));
      },
      note: a => {
        called('note', [a], '');
        if ((a & 0x3f) === 0x2a) throw new Error('the host refuses');
      },
    };
  }

  call(name, args) {
    this.exports.reset();
    this.log.length = 0;
    let outcome;
    try {
      outcome = `returned ${this.exports[name](...args) ?? 'nothing'}`;
    } catch (error) {
      outcome = `${error instanceof WebAssembly.RuntimeError ? 'trap' : error.name}: ${error.message}`;
    }
    outcome += `; globals ${this.exports.globals()}; calls ${this.log.join(' ')}`;
    return outcome + this.table() + this.memoryState();
  }

  table() {
    const { table } = this.exports;
    let changes = '';
    this.entries.forEach((entry, i) => {
      const now = table.get(i);
      if (now !== entry) {
        changes += ` ${i}:${now === null ? 'null' : now.name}`;
        table.set(i, entry);
      }
    });
    return changes && `; table${changes}`;
  }

  memoryState() {
    const { buffer } = this.exports.memory;
    const memory = Buffer.from(buffer);
    const grown = memory.length !== PAGE;
    if (!grown && INITIAL.equals(memory)) return '';
    const text = `; ${memory.length / PAGE} pages, changed ${changes(memory)}`;
    // A memory cannot shrink.
    if (grown) this.instantiate();
    else INITIAL.copy(memory);
    return text;
  }
}

/** The first words that changed, and the number and a hash of all. */
function changes(memory) {
  const now = new Int32Array(memory.buffer, memory.byteOffset, memory.length / 4);
  const before = new Int32Array(INITIAL.buffer, INITIAL.byteOffset, PAGE / 4);
  const words = [];
  let count = 0;
  let hash = 0x811c9dc5;
  for (let i = 0; i < now.length; i++) {
    if (now[i] === (i < before.length ? before[i] : 0)) continue;
    if (count++ < MOST_WORDS) words.push(`${i * 4}:${now[i]}`);
    hash = Math.imul(hash ^ i, 0x01000193);
    hash = Math.imul(hash ^ now[i], 0x01000193);
    hash ^= hash >>> 15;
  }
  return `${count} words, ${words.join(' ')}, hash ${(hash >>> 0).toString(16)}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { module, runs } = JSON.parse(line);
  const subject = new Subject(new WebAssembly.Module(readFileSync(module)));
  const values = input => input.map(value => (typeof value === 'string' ? BigInt(value) : value));
  const outcomes = runs.map(({ exports, inputs }) =>
    exports.map(name => inputs.map(input => subject.call(name, values(input)))),
  );
  process.stdout.write(`${JSON.stringify(outcomes)}\n`);
}

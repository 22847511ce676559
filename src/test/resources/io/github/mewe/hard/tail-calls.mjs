const DEPTH = 1_000_000;
const NOTED = 60;

export async function run({ way, seen, note, seed, bytes }) {
  let left = 0;
  const imports = { test: { note: (number, body) => { if (left-- > 0) note(0, number, body); } } };
  const { instance } = await WebAssembly.instantiate(bytes('main'), imports);
  if (seed !== null && instance.exports.mewe_seed) instance.exports.mewe_seed(BigInt(seed), 7n);
  for (const name of ['self', 'up']) {
    way(name);
    left = NOTED;
    seen(instance.exports[name](DEPTH, 5n));
  }
}

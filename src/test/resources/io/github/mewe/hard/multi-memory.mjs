export async function run({ way, seen, attempt, instantiate }) {
  const main = await instantiate('main');
  const each = (name, call) => {
    way(name);
    for (const at of [0, 5, 64, 65530, 65536, -8]) attempt(() => call(at));
  };
  each('export', at => main.spread(at, 1234567));
  each('direct', at => main.both(at, -42));
  each('bulk', at => main.bulk(at));
  way('contents');
  for (const memory of [main.memory, main.third]) {
    seen(new Uint8Array(memory.buffer).reduce((h, b) => (Math.imul(h, 31) + b) | 0, 7));
  }
}

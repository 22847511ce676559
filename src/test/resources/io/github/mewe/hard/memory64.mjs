export async function run({ way, seen, attempt, instantiate }) {
  const main = await instantiate('main');
  const each = (name, call) => {
    way(name);
    for (const at of [0n, 3n, 16n, 65520n, 65530n, -4n, 0x100000000n]) attempt(() => call(at));
  };
  each('direct', at => main.direct(at, 0x12345678));
  each('indirect', at => main.indirect(1n, at, -5));
  each('indirect, another', at => main.indirect(2n, at, 99));
  each('indirect, none', at => main.indirect(0n, at, 99));
  each('export', at => main.peek(at, 3));
  way('whole memory');
  seen(main.move(100n, 0n, 64n), main.move(0n, 65536n, 64n));
  attempt(() => main.move(0x100000000n, 0n, 64n));
  seen(new Uint8Array(main.memory.buffer).reduce((h, b) => (Math.imul(h, 31) + b) | 0, 7));
}

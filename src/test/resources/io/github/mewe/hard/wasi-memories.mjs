export async function run({ way, seen, instantiate }) {
  let asked = 0;
  const random_get = (at, size) => {
    new Uint8Array(main.memory.buffer, at, size).fill(0x40 + asked++);
    return 0;
  };
  const main = await instantiate('main', { wasi_snapshot_preview1: { random_get } });
  way('export');
  for (const x of [0, 1, 7, 12, 60]) seen(main.mix(x));
  way('memories');
  seen(main.hash(0), main.hash(1));
}

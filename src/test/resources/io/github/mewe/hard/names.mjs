export async function run({ way, seen, instantiate }) {
  let count = 0n;
  const random = () => (count += 5n);
  const main = await instantiate('main', { host: { random }, mewe: { random } }, false);
  way('all');
  for (const x of [0, 1, 2, -1, 4096, 123456789]) seen(main.f(x));
  seen(main['mewe.key'](), main['mewe.key1'].value);
  way('a function that is called mewe_seed');
  main.mewe_seed(4n, 9n);
  seen(main['mewe.key']());
  main.mewe_seed(-4n, 123456789123n);
  seen(main['mewe.key']());
}

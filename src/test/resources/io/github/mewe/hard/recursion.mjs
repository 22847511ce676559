export async function run({ way, seen, instantiate }) {
  const main = await instantiate('main');
  way('parity');
  for (const n of [0, 1, 2, 9, 40]) seen(main.even(n, 5), main.odd(n, -5));
  way('itself');
  for (const [m, n] of [[0n, 3n], [1n, 4n], [2n, 3n]]) seen(main.ackermann(m, n));
  way('each other');
  for (const n of [0, 1, 5, 12]) seen(main.female(n), main.male(n));
}

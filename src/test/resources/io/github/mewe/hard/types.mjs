export async function run({ way, seen, attempt, instantiate }) {
  const main = await instantiate('main');
  const each = (name, call) => {
    way(name);
    for (const n of [1, 2, 5, 0]) {
      for (const x of [0, 1, -7, 123456789]) attempt(() => call(n, x));
    }
  };
  each('struct parameters', (n, x) => main.structs(n, x));
  each('a reference in a struct', (n, x) => main.visitor(n, x));
  for (const i of [0, 1, 2, 3]) {
    each(`indirect ${i}`, (n, x) => main.indirect(i, n, x));
    each(`indirect ${i} of the other group`, (n, x) => main.indirect2(i, n, x));
  }
  each('several values', (n, x) => main.values(x, BigInt(n)));
  each('an array', (n, x) => main.array(n, x));
  way('references');
  const thing = { toString: () => 'thing' };
  for (const i of [null, 0, 5, -3]) {
    const [external, any] = main.swap(thing, 'outside', i, 17);
    seen(external, any);
  }
  way('types');
  for (const i of [0, 1, 2, 3]) seen(main.kind(i));
}

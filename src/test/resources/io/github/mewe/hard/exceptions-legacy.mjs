export async function run({ way, seen, attempt, instantiate }) {
  const host = {
    maybe: x => {
      if (x % 3 === 0) throw new RangeError('not three');
      return x * 5;
    },
  };
  const main = await instantiate('main', { host });
  const each = (name, call) => {
    way(name);
    for (const x of [0, 2, 3, 4, 8, -1, -8, 102, 105, 1000]) attempt(() => call(x));
  };
  each('caught inside', x => main.caught(x));
  each('rethrown', x => main.rethrown(x));
  each('the host\'s', x => main.foreign(x));
  way('caught by the host');
  for (const x of [1, 7, 10]) {
    try {
      seen(main.risky(x));
    } catch (e) {
      seen(e.is(main.odd), e.getArg(main.odd, 0), e.getArg(main.odd, 1));
    }
  }
}

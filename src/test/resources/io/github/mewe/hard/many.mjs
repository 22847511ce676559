const STEP = 97;

export async function run({ way, seen, instantiate }) {
  const main = await instantiate('main');
  way('count');
  const count = main.count();
  seen(count);
  const each = (name, call) => {
    way(name);
    for (let i = 0; i < count; i += STEP) seen(call(i));
  };
  each('through the table', i => main.indirect(i, i * 3));
  each('exported table', i => main.table.get(i)(i ^ 5));
  way('a chain of calls');
  seen(main.first(1));
}

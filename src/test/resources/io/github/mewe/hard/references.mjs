const XS = [0, 1, -1, 7, 255, 0x7fffffff, -123456];

export async function run({ way, seen, attempt, instantiate }) {
  way('start');
  const main = await instantiate('main');
  way('start is over');
  seen(main.started());

  const each = (name, call) => {
    way(name);
    for (const x of XS) attempt(() => call(x));
  };
  each('export', x => main.mix(x));
  each('direct', x => main.direct(x));
  each('active segment', x => main.throughActive(1, x));
  each('active segment again', x => main.throughActive(3, x));
  each('active segment, empty', x => main.throughActive(0, x));
  each('exported table', x => main.active.get(2)(x));
  each('typed table', x => main.throughTyped(2, x));
  each('typed table, null', x => main.throughTyped(1, x));
  each('preset table', x => main.throughPreset(1, x));
  each('passive segment, not there yet', x => main.throughFilled(2, x));
  main.fill();
  for (const i of [0, 1, 2, 3, 4, 5, 6]) {
    each(`passive segment ${i}`, x => main.throughFilled(i, x));
    each(`passive segment ${i}, other type`, x => main.throughFilledOther(i, x));
  }
  each('constant global', x => main.throughConstant(x));
  each('ref.func in code', x => main.throughCode(x));
  each('variable global', x => main.throughVariable(x));
  each('a reference given by the host', x => main.apply(main.mix, x));
  each('a reference of another type', x => main.apply(main.filled.get(1), x));
  way('types');
  for (const i of [0, 1, 2, 3, 4, 5, 6, 7]) attempt(() => main.isOp(i));

  way('identity');
  seen(main.mix === main['also-mix'], main.mix === main.active.get(2), main.active.get(1) === main.active.get(3));
  seen(main.mix === main.filled.get(2), main.filled.get(2) === main.filled.get(5));
  seen(main.filled.get(0) === main.active.get(1), main.variable.value === main.mix, main.mix.length);

  const user = await instantiate('user', { main });
  way('identity across modules');
  seen(user.mixAgain === main.mix, main.active.get(5) === user.own, main.active.get(6) === main.mix);
  each('imported function', x => user.imported(x));
  each('exported on', x => user.mixAgain(x));
  each('another module through our table', x => user.throughTable(1, x));
  each('we through the other module\'s entry', x => main.throughActive(5, x));
  user.replace();
  each('global set by the other module', x => main.throughVariable(x));
}

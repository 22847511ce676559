const ENTRIES = [0, 1, -1, 77, 0x7fffffff];

/** Reads the memory and table space that the module's dylink section asks for. */
function needs(module) {
  const [section] = WebAssembly.Module.customSections(module, 'dylink.0');
  const bytes = new Uint8Array(section);
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const kind = bytes[at++];
    const end = number() + at;
    if (kind === 1) return { memorySize: number(), memoryAlign: number(), tableSize: number(), tableAlign: number() };
    at = end;
  }
  throw new Error('no memory information');
}

export async function run({ way, seen, instantiate, bytes }) {
  const main = await instantiate('main');
  const table = main.__indirect_function_table;
  const { memorySize, tableSize } = needs(new WebAssembly.Module(bytes('side')));
  const memoryBase = 2048;
  const tableBase = table.grow(tableSize);
  const pointers = new Map();
  const address = f => {
    if (!pointers.has(f)) {
      pointers.set(f, table.grow(1));
      table.set(pointers.get(f), f);
    }
    return pointers.get(f);
  };
  const slot = value => new WebAssembly.Global({ value: 'i32', mutable: true }, value);
  const later = slot(0);
  const side = await instantiate('side', {
    env: {
      memory: main.memory,
      __indirect_function_table: table,
      __stack_pointer: main.__stack_pointer,
      __memory_base: memoryBase,
      __table_base: tableBase,
      main_mix: main.main_mix,
    },
    'GOT.func': { main_twist: slot(address(main.main_twist)), side_step: later },
    'GOT.mem': { shared_counter: slot(main.shared_counter.value) },
  });
  later.value = address(side.side_step);
  way('loading');
  side.__wasm_apply_data_relocs();
  seen(memorySize, tableSize, table.length, tableBase);
  const each = (name, call) => {
    way(name);
    for (const x of ENTRIES) seen(call(x));
  };
  each('main', x => main.main_mix(x));
  each('side', x => side.side_run(x));
  for (const pointer of [1, tableBase, tableBase + 1, address(main.main_twist), later.value]) {
    each(`main through pointer ${pointer}`, x => main.main_call(pointer, x));
  }
  way('memory');
  seen(new Uint8Array(main.memory.buffer).reduce((h, b) => (Math.imul(h, 31) + b) | 0, 7));
  seen(main.__stack_pointer.value, main.main_mix === table.get(address(main.main_mix)));
}

// A deliberate fault.

const CODE = 10;
const [UNREACHABLE, NOP, END] = [0x00, 0x01, 0x0b];

/**
 * Replaces a function's body by a trap; everything else keeps its place.
 *
 * @param bytes the module, of numbers alone
 * @param index the function's index, imports first; it is not an import
 */
export function broken(bytes, index) {
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(({kind}) => kind === 'function').length;
  let at = 8;
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  for (;;) {
    const id = bytes[at++];
    const size = number();
    if (id === CODE) break;
    at += size;
  }
  number();
  for (let skipped = imported; skipped < index; skipped++) {
    const size = number();
    at += size;
  }
  const size = number();
  const end = at + size;
  for (let groups = number(); groups > 0; groups--) {
    number();
    at++; // the type
  }
  const result = Uint8Array.from(bytes);
  result.fill(NOP, at, end);
  result[at] = UNREACHABLE;
  result[end - 1] = END;
  return result;
}

// A decoder of QR Codes that shares nothing with the encoder c/qr.c but the standard (ISO/IEC 18004).

import {inflateSync} from 'node:zlib';

// Table 9 as the standard prints it: for each version, the data codewords of each block.
const repeat = (...groups) => groups.flatMap(([count, size]) => Array(count).fill(size));
const dataCodewords = {
  L: [[[1, 19]], [[1, 34]], [[1, 55]], [[1, 80]], [[1, 108]], [[2, 68]], [[2, 78]], [[2, 97]], [[2, 116]],
    [[2, 68], [2, 69]], [[4, 81]], [[2, 92], [2, 93]], [[4, 107]], [[3, 115], [1, 116]], [[5, 87], [1, 88]]],
  M: [[[1, 16]], [[1, 28]], [[1, 44]], [[2, 32]], [[2, 43]], [[4, 27]], [[4, 31]], [[2, 38], [2, 39]],
    [[3, 36], [2, 37]], [[4, 43], [1, 44]], [[1, 50], [4, 51]], [[6, 36], [2, 37]], [[8, 37], [1, 38]],
    [[4, 40], [5, 41]], [[5, 41], [5, 42]]],
};
const allCodewords = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346, 404, 466, 532, 581, 655];
// Table 7: the most bytes in byte mode.
export const capacity = {
  L: [17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520],
  M: [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412],
};
// Annex C: the 15 bits for the masks 0 to 7.
const formats = {
  L: ['111011111000100', '111001011110011', '111110110101010', '111100010011101', '110011000101111',
    '110001100011000', '110110001000001', '110100101110110'],
  M: ['101010000010010', '101000100100101', '101111001111100', '101101101001011', '100010111111001',
    '100000011001110', '100111110010111', '100101010100000'],
};
// Annex D: the 18 bits for the versions from 7 on.
const versionBits = ['000111110010010100', '001000010110111100', '001001101010011001', '001010010011010011',
  '001011101111110110', '001100011101100010', '001101100001000111', '001110011000001101', '001111100100101000'];

const maskFormulas = [
  (i, j) => (i + j) % 2 === 0,
  (i) => i % 2 === 0,
  (i, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
];

/** Multiplies in GF(256) by shifting and adding. */
function times(a, b) {
  let sum = 0;
  for (; b; b >>= 1, a = (a << 1) ^ (a & 0x80 ? 0x11d : 0)) if (b & 1) sum ^= a;
  return sum;
}

/** The value of a polynomial, given by its coefficients from the highest, at a point. */
const valueAt = (polynomial, x) => polynomial.reduce((sum, coefficient) => times(sum, x) ^ coefficient, 0);

export function check(holds, what) {
  if (!holds) throw new Error(`a wrong symbol: ${what}`);
}

/** Centres of alignment patterns, evenly spaced from the last one back (Annex E). */
function alignmentCentres(version) {
  if (version === 1) return [];
  const last = 4 * version + 10;
  const gaps = Math.floor(version / 7) + 1;
  const gap = Math.ceil((last - 6) / gaps / 2) * 2;
  const centres = [6];
  for (let i = gaps - 1; i >= 0; i--) centres.push(last - i * gap);
  return centres;
}

/** Maps the fixed modules of every symbol of a version: '#', ' ', or '?' for format and version; the rest is data. */
function patterns(version) {
  const side = 17 + 4 * version;
  const grid = Array.from({length: side}, () => Array(side).fill('.'));
  const stamp = (top, left, picture) => picture.forEach((line, i) => [...line].forEach((c, j) => {
    if (grid[top + i]?.[left + j] !== undefined) grid[top + i][left + j] = c;
  }));
  for (let i = 0; i < side; i++) grid[6][i] = grid[i][6] = i % 2 ? ' ' : '#';
  const centres = alignmentCentres(version);
  for (const y of centres) {
    for (const x of centres) {
      const inEye = (y === 6 || x === 6) && (y + x === 12 || y + x === side - 1);
      if (!inEye) stamp(y - 2, x - 2, ['#####', '#   #', '# # #', '#   #', '#####']);
    }
  }
  const eye = ['         ', ' ####### ', ' #     # ', ' # ### # ', ' # ### # ', ' # ### # ', ' #     # ', ' ####### ', '         '];
  for (const [top, left] of [[-1, -1], [-1, side - 8], [side - 8, -1]]) stamp(top, left, eye);
  for (let i = 0; i < 9; i++) {
    if (i !== 6) grid[8][i] = grid[i][8] = '?';
    if (i < 8) grid[8][side - 1 - i] = grid[side - 1 - i][8] = '?';
  }
  grid[side - 8][8] = '#';
  if (version >= 7) {
    stamp(side - 11, 0, Array(3).fill('?'.repeat(6)));
    stamp(0, side - 11, Array(6).fill('???'));
  }
  return grid;
}

/** Reads a symbol, given as rows of '#' and ' ', and checks all of it. */
export function decode(rows) {
  const side = rows.length;
  const version = (side - 17) / 4;
  check(rows.every((row) => row.length === side), 'not a square');
  check(Number.isInteger(version) && version >= 1 && version <= 15, `a side of ${side}`);
  const bit = (i, j) => (rows[i][j] === '#' ? 1 : 0);
  const grid = patterns(version);
  grid.forEach((line, i) => line.forEach((c, j) => {
    if (c === '#' || c === ' ') check(rows[i][j] === c, `function pattern at ${i}, ${j}`);
  }));

  const one = [[8, 0], [8, 1], [8, 2], [8, 3], [8, 4], [8, 5], [8, 7], [8, 8], [7, 8], [5, 8], [4, 8], [3, 8], [2, 8], [1, 8], [0, 8]];
  const two = [...Array(7).keys()].map((i) => [side - 1 - i, 8]).concat([...Array(8).keys()].map((i) => [8, side - 8 + i]));
  const format = one.map(([i, j]) => bit(i, j)).join('');
  check(two.map(([i, j]) => bit(i, j)).join('') === format, 'two formats');
  const level = Object.keys(formats).find((l) => formats[l].includes(format));
  check(level, `format ${format}`);
  const mask = formats[level].indexOf(format);
  if (version >= 7) {
    let below = '';
    let right = '';
    for (let i = 5; i >= 0; i--) {
      for (let j = 2; j >= 0; j--) {
        below += bit(side - 11 + j, i);
        right += bit(i, side - 11 + j);
      }
    }
    check(below === versionBits[version - 7] && right === below, 'version information');
  }

  const stream = [];
  let up = true;
  for (let right = side - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let k = 0; k < side; k++) {
      const i = up ? side - 1 - k : k;
      for (const j of [right, right - 1]) {
        if (grid[i][j] === '.') stream.push(bit(i, j) ^ (maskFormulas[mask](i, j) ? 1 : 0));
      }
    }
  }
  const codewords = [];
  for (let i = 0; i + 8 <= stream.length; i += 8) codewords.push(parseInt(stream.slice(i, i + 8).join(''), 2));
  check(codewords.length === allCodewords[version - 1], `${codewords.length} codewords`);
  check(stream.slice(codewords.length * 8).every((b) => b === 0), 'remainder bits');

  const sizes = repeat(...dataCodewords[level][version - 1]);
  const sum = sizes.reduce((a, b) => a + b);
  const corrections = (codewords.length - sum) / sizes.length;
  const blocks = sizes.map(() => []);
  for (let i = 0; i < Math.max(...sizes); i++) {
    sizes.forEach((size, b) => { if (i < size) blocks[b].push(codewords.shift()); });
  }
  const message = blocks.flatMap((block) => block);
  for (let i = 0; i < corrections; i++) blocks.forEach((block) => block.push(codewords.shift()));
  for (const block of blocks) {
    for (let i = 0, root = 1; i < corrections; i++, root = times(root, 2)) check(valueAt(block, root) === 0, `syndrome ${i}`);
  }

  const bits = message.map((b) => b.toString(2).padStart(8, '0')).join('');
  const header = version < 10 ? 12 : 20;
  check(bits.startsWith('0100'), 'mode');
  const length = parseInt(bits.slice(4, header), 2);
  const text = Buffer.from(Array.from({length}, (_, i) => parseInt(bits.slice(header + 8 * i, header + 8 * i + 8), 2)));
  let rest = bits.slice(header + 8 * length);
  check(/^0*$/.test(rest.slice(0, 4)), 'terminator');
  rest = rest.slice(4);
  rest = rest.slice(rest.length % 8);
  check('1110110000010001'.repeat(rest.length).startsWith(rest), 'padding');

  check(leastPenalty(rows, grid, mask, level) === mask, 'another mask is better');
  return {version, level, mask, text};
}

/** The mask that a symbol should have (section 7.8.3). */
function leastPenalty(rows, grid, mask, level) {
  const side = rows.length;
  const candidates = maskFormulas.map((formula, m) => {
    const cells = rows.map((row, i) => [...row].map((c, j) =>
      (grid[i][j] === '.' && formula(i, j) !== maskFormulas[mask](i, j) ? (c === '#' ? ' ' : '#') : c)));
    [...formats[level][m]].forEach((b, k) => {
      const [i, j] = k < 6 ? [8, k] : k < 8 ? [8, k + 1] : k === 8 ? [7, 8] : [14 - k, 8];
      cells[i][j] = b === '1' ? '#' : ' ';
      const [y, x] = k < 7 ? [side - 1 - k, 8] : [8, side - 15 + k];
      cells[y][x] = cells[i][j];
    });
    return penalty(cells);
  });
  return candidates.indexOf(Math.min(...candidates));
}

function penalty(cells) {
  const lines = [...cells, ...cells.map((_, j) => cells.map((row) => row[j]))].map((line) => line.join(''));
  let sum = 0;
  for (const line of lines) {
    for (const run of line.match(/#{5,}| {5,}/g) ?? []) sum += run.length - 2;
    sum += 40 * [...line.matchAll(/(?=# ### # {4}| {4}# ### #)/g)].length;
  }
  for (let i = 1; i < cells.length; i++) {
    for (let j = 1; j < cells.length; j++) {
      if (new Set([cells[i][j], cells[i - 1][j], cells[i][j - 1], cells[i - 1][j - 1]]).size === 1) sum += 3;
    }
  }
  const dark = cells.flat().filter((c) => c === '#').length;
  return sum + 10 * Math.floor((Math.abs(dark / cells.length ** 2 - 0.5) * 100) / 5);
}

/** The check of a PNG's chunk, as a division of polynomials. */
function crc32(data) {
  let rest = 0xffffffff;
  for (const byte of data) {
    rest ^= byte;
    for (let i = 0; i < 8; i++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

/** The rows of '#' and ' ' that a PNG file shows, without its margin. */
export function readImage(png, scale) {
  check(png.toString('hex', 0, 8) === '89504e470d0a1a0a', 'PNG signature');
  const chunks = {};
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks[type] = png.subarray(at + 8, at + 8 + length);
    check(png.readUInt32BE(at + 8 + length) === crc32(png.subarray(at + 4, at + 8 + length)), `CRC of ${type}`);
    at += 12 + length;
  }
  const pixels = chunks.IHDR.readUInt32BE(0);
  check(chunks.IHDR.readUInt32BE(4) === pixels && chunks.IHDR.toString('hex', 8) === '0100000000', 'IHDR');
  const data = inflateSync(chunks.IDAT);
  const stride = 1 + Math.ceil(pixels / 8);
  check(data.length === stride * pixels, 'image size');
  const dark = (y, x) => !(data[y * stride + 1 + (x >> 3)] >> (7 - (x & 7)) & 1);
  const side = pixels / scale - 8;
  const rows = Array.from({length: side}, () => Array(side));
  for (let y = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++) {
      const i = Math.floor(y / scale) - 4;
      const j = Math.floor(x / scale) - 4;
      if (rows[i]?.length > j && j >= 0) {
        rows[i][j] ??= dark(y, x) ? '#' : ' ';
        check((rows[i][j] === '#') === dark(y, x), 'a module of two colours');
      } else check(!dark(y, x), 'margin');
    }
  }
  return rows.map((row) => row.join(''));
}

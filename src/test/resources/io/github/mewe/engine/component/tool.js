export const words = {
  count(text) {
    const m = new Map();
    for (const w of text.toLowerCase().match(/[a-z]+/g) ?? []) m.set(w, (m.get(w) ?? 0) + 1);
    return [...m].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word, count]) => ({word, count}));
  },
  hash(data) {
    let h = 0xcbf29ce484222325n;
    for (const b of data) h = BigInt.asUintN(64, (h ^ BigInt(b)) * 0x100000001b3n);
    return h;
  },
};
export const shout = (t) => t.toUpperCase() + '!';

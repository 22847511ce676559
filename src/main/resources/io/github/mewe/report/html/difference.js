/* A line-by-line difference of two texts: the shortest edit script (Myers, "An O(ND) Difference Algorithm and Its
 * Variations", 1986, greedy algorithm). Gives up if the texts have little in common. */

const mostEdits = 3000;

/** Returns pairs of lines [left, right]; a missing line is null. Changed pairs have a third element, true. */
function difference(left, right) {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  const steps = edits(left.slice(start, left.length - end), right.slice(start, right.length - end));
  const pairs = [];
  for (let i = 0; i < start; i++) pairs.push([left[i], right[i]]);
  let removed = [];
  let added = [];
  const settle = () => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++) pairs.push([removed[i] ?? null, added[i] ?? null, true]);
    removed = [];
    added = [];
  };
  for (const [kind, line] of steps) {
    if (kind === '-') removed.push(line);
    else if (kind === '+') added.push(line);
    else {
      settle();
      pairs.push([line, line]);
    }
  }
  settle();
  for (let i = end; i > 0; i--) pairs.push([left[left.length - i], right[right.length - i]]);
  return pairs;
}

function edits(a, b) {
  const all = () => [...a.map((line) => ['-', line]), ...b.map((line) => ['+', line])];
  if (a.length === 0 || b.length === 0) return all();
  const most = Math.min(a.length + b.length, mostEdits);
  const reached = new Int32Array(2 * most + 3);
  const middle = most + 1;
  const history = [];
  for (let d = 0; d <= most; d++) {
    history.push(reached.slice(middle - d - 1, middle + d + 2));
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && reached[middle + k - 1] < reached[middle + k + 1]) ? reached[middle + k + 1] : reached[middle + k - 1] + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reached[middle + k] = x;
      if (x >= a.length && x - k >= b.length) return back(a, b, history, d);
    }
  }
  return all();
}

function back(a, b, history, length) {
  const steps = [];
  let x = a.length;
  let y = b.length;
  for (let d = length; d > 0; d--) {
    const reached = history[d];
    const at = (k) => reached[k + d + 1];
    const k = x - y;
    const before = k === -d || (k !== d && at(k - 1) < at(k + 1)) ? k + 1 : k - 1;
    const fromX = at(before);
    const fromY = fromX - before;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      steps.push(['=', a[x]]);
    }
    if (x === fromX) steps.push(['+', b[--y]]);
    else steps.push(['-', a[--x]]);
  }
  while (x > 0) {
    x--;
    y--;
    steps.push(['=', a[x]]);
  }
  return steps.reverse();
}

/** Counts the random words that are drawn while a step runs. */
export async function draws(step) {
  const real = crypto.getRandomValues;
  let count = 0;
  crypto.getRandomValues = function (array) {
    count += array.length;
    return real.call(this, array);
  };
  try {
    await step();
  } finally {
    delete crypto.getRandomValues;
  }
  return count;
}

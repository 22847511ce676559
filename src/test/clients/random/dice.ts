// Compiled by AssemblyScript: throws dice, and computes something that does not depend on them.

export function sum(n: i32): i32 {
  let sum = 0;
  for (let i = 0; i < n; i++) sum = mix(sum + i);
  return sum;
}

function mix(x: i32): i32 {
  return (x ^ (x >> 5)) * 31 + (x & 7);
}

export function dice(): i32 {
  return 1 + <i32>(Math.random() * 6);
}

// Runs the module that is named on the command line.
import { readFileSync } from 'node:fs';

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {});
for (let i = 1; i < 50; i++) {
  console.log(i, instance.exports.gcd(360, i), instance.exports.demo());
}

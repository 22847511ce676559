// Runs the module with the glue code that AssemblyScript generated, and prints the result and the choices.

import './tracer.mjs';

const {sum, dice} = await import('./module.js');
const runs = Array.from({length: 60}, (_, i) => [sum(i), dice() > 0 && dice() < 7]);
console.log(runs.join(' '));
console.log(...choices());

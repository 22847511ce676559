// Runs the module with TeaVM's runtime; the program prints its result, and the last line is the choices.

import './tracer.mjs';
import {readFileSync} from 'node:fs';
import {load} from './runtime.mjs';

const program = await load(readFileSync(new URL('./module.wasm', import.meta.url)), {nodejs: true});
await program.exports.main([]);
console.log(...choices());

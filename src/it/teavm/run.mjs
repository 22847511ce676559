// Runs the named module and prints its output.
import {readFile} from 'node:fs/promises';
import {load} from './target/javascript/runtime.mjs';

const program = await load(await readFile(process.argv[2]), {nodejs: true});
await program.exports.main([]);

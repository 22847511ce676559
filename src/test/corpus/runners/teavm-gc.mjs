// Java compiled by TeaVM (teavm-gc/), run by TeaVM's own runtime; its standard output is printed.

import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {id, moduleBytes, out} from '../lib/workload.mjs';

const {load} = await import(pathToFileURL(join(out, id, 'runtime.mjs')));
const program = await load(moduleBytes(), {nodejs: true});
await program.exports.main([]);

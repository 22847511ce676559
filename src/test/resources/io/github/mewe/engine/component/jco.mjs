// The tools that src/test/runtimes/components pins, from the directory that contains node_modules.

import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

export const tool = (packages, file) => import(pathToFileURL(join(packages, 'node_modules', '@bytecodealliance', file)));
export const jco = (packages) => tool(packages, 'jco/dist/api.js');

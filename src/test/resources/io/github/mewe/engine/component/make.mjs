// Makes a component:
//
//   node make.mjs PACKAGES parse WAT OUT                          from the text format
//   node make.mjs PACKAGES wrap MODULE OUT                        from a WASI program
//   node make.mjs PACKAGES componentize SCRIPT WIT OUT            from a JavaScript module

import {readFileSync, writeFileSync} from 'node:fs';
import {jco, tool} from './jco.mjs';

const [packages, how, source, ...rest] = process.argv.slice(2);
const out = rest.at(-1);

async function made() {
  const {componentNew, parse, preview1AdapterCommandPath} = await jco(packages);
  switch (how) {
    case 'parse':
      return parse(readFileSync(source, 'utf8'));
    case 'wrap':
      return componentNew(readFileSync(source), [
        ['wasi_snapshot_preview1', readFileSync(preview1AdapterCommandPath())],
      ]);
    case 'componentize': {
      const {componentize} = await tool(packages, 'componentize-js/src/componentize.js');
      const options = {
        witWorld: readFileSync(rest[0], 'utf8'),
        worldName: 'tool',
        disableFeatures: ['stdio', 'http', 'fetch-event', 'clocks'],
      };
      return (await componentize(readFileSync(source, 'utf8'), options)).component;
    }
    default:
      throw new Error(`cannot ${how}`);
  }
}

writeFileSync(out, await made());
// The tools keep worker threads, which would keep the process.
process.exit(0);

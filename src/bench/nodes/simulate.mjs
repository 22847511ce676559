// Runs a service on many nodes, isolates of one workerd, and writes the traces of their replies:
//
//   node simulate.mjs LOADER REQUEST ORIGINAL.wasm CANDIDATE.wasm NODES REQUESTS OUT [SERVICE]
//
// Each node gets the bytes of the file REQUEST REQUESTS times; the nodes take turns, and several requests run at once. OUT
// gets a line for each reply, in the order of arrival: the node's number, and the reply's trace (see node.mjs). Fails if a
// reply differs from that of the original on a separate node, or, with SERVICE, the id of a service of src/bench/paper,
// if the service's judge rejects it.

import {copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {reply} from '../../test/runtimes/workerd/ask.mjs';
import {serve} from '../../test/runtimes/workerd/workerd.mjs';

const AT_ONCE = 8;

const [loader, requestFile, original, candidate, nodes, requests, out, serviceId] = process.argv.slice(2);
if (!out) throw new Error('usage: node simulate.mjs LOADER REQUEST ORIGINAL.wasm CANDIDATE.wasm NODES REQUESTS OUT [SERVICE]');
const body = readFileSync(requestFile);
const scratch = mkdtempSync(join(tmpdir(), 'mewe-nodes-'));
try {
  const files = (name, wasm) => {
    const copy = join(scratch, name, 'service.wasm');
    mkdirSync(dirname(copy));
    copyFileSync(wasm, copy);
    const beside = (file) => fileURLToPath(new URL(file, import.meta.url));
    return [beside('node.mjs'), beside('wasi.mjs'), loader, copy];
  };
  const diversified = files('diversified', candidate);
  const workers = {original: files('original', original)};
  for (let node = 0; node < Number(nodes); node++) workers[`node-${node}`] = diversified;

  const workerd = await serve(workers);
  try {
    writeFileSync(out, (await ask(workerd.urls)).join('\n') + '\n');
  } catch (error) {
    throw new Error(`${candidate}: ${error.message}\n${workerd.log()}`);
  } finally {
    await workerd.stop();
  }
} finally {
  rmSync(scratch, {recursive: true});
}

/** The lines for all replies. */
async function ask(urls) {
  const expected = await fetched(urls.original);
  if (expected.trace !== '') throw new Error(`the original has the trace ${expected.trace}`);
  if (serviceId) {
    const {services} = await import('../paper/requests.mjs');
    const service = services.find(({id}) => id === serviceId);
    if (!body.equals(service.request)) throw new Error(`${requestFile} is not the request that the judge of ${serviceId} knows`);
    service.judge(service.request, expected.reply);
  }
  const turns = [];
  for (let round = 0; round < Number(requests); round++) {
    for (let node = 0; node < Number(nodes); node++) turns.push(node);
  }
  turns.reverse();
  const lines = [];
  const client = async () => {
    while (turns.length > 0) {
      const node = turns.pop();
      const {reply, trace} = await fetched(urls[`node-${node}`]);
      if (!reply.equals(expected.reply)) throw new Error(`node ${node} replies ${reply.toString('hex')} and not ${expected.reply.toString('hex')}, trace ${trace}`);
      if (trace === '') throw new Error(`node ${node} made no choice`);
      lines.push(`${node} ${trace}`);
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, client));
  return lines;
}

async function fetched(url) {
  const response = await reply(url, {method: 'POST', body});
  return {reply: response.body, trace: response.headers['mewe-trace']};
}

// Sends requests to the services in workerd, original and diversified side by side, and compares the replies:
//
//   node check.mjs PROJECT REQUESTS TRACED
//
// Fails if a reply differs from the original's or is wrong; an independent implementation judges every twentieth. One
// request is sent TRACED times to a build that reports its choices: R, the share of distinct traces, must be close to 1.
// R and the mean number of choices go to target/checked.json.

import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {serve} from '../../../../../../src/test/runtimes/workerd/workerd.mjs';
import {reply} from '../../../../../../src/test/runtimes/workerd/ask.mjs';
import {deployments} from './deployments.mjs';
import {services} from './services.mjs';

const CONCURRENT = 32;
const JUDGED = 20;
const LEAST_RATIO = 0.95;

const project = process.argv[2];
const [requests, tracedRequests] = process.argv.slice(3).map(Number);
const {original, diversified, traced} = deployments(project);
const found = {};
for (const [name, service] of Object.entries(services)) {
  const {urls, log, stop} = await serve({
    original: original(name),
    diversified: diversified(name),
    traced: traced(name),
  });
  const traces = new Set();
  let choices = 0;
  try {
    const first = await reply(urls.original, service.request(0));
    await each(requests, async (number) => {
      const request = service.request(number);
      const [before, after] = await Promise.all([reply(urls.original, request), reply(urls.diversified, request)]);
      alike(after, before, `${name}, request ${number}`);
      if (number % JUDGED === 0) service.judge(number, before.body);
    });
    await each(tracedRequests, async () => {
      const told = await reply(urls.traced, service.request(0));
      alike(told, first, `${name}, with choices told`);
      traces.add(told.headers['mewe-trace']);
      choices += Number(told.headers['mewe-choices']);
    });
  } catch (error) {
    console.error(log());
    throw error;
  } finally {
    await stop();
  }
  assert.equal(log(), '', `${name}: what workerd printed`);
  found[name] = {requests, tracedRequests, choices: choices / tracedRequests, uniqueRatio: traces.size / tracedRequests};
  console.log(name, found[name]);
  assert(found[name].uniqueRatio >= LEAST_RATIO, `${name}: too many equal requests make the same choices`);
}
writeFileSync(join(project, 'target/checked.json'), JSON.stringify({services: found}));

function alike(one, original, what) {
  assert.equal(one.headers['content-type'], original.headers['content-type'], what);
  assert(one.body.equals(original.body), `${what}: another reply`);
}

/** Calls a function for each number below the count, several at once. */
async function each(count, action) {
  let next = 0;
  await Promise.all(Array.from({length: CONCURRENT}, async () => {
    while (next < count) await action(next++);
  }));
}

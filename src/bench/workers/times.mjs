// Measures the services in workerd, original and multivariant in turn:
//
//   node times.mjs PROJECT
//
// - a request: from the client's call to the end of the reply, one request at a time, on one persistent connection. Both
//   Workers are in one process, which has answered many requests before.
// - a start: from the start of workerd with a single Worker to the end of the first reply.
//
// Prints JSON: {engine, services: {NAME: {original, multivariant, originalStart, multivariantStart}}}, in microseconds.

import {Agent, request as open} from 'node:http';
import {serve, version} from '../../test/runtimes/workerd/workerd.mjs';
import {deployments} from '../../it/workers/src/test/scripts/deployments.mjs';
import {services} from '../../it/workers/src/test/scripts/services.mjs';

const WARM_UP = 500;
const REQUESTS = 1000;
const STARTS = 20;

const [project] = process.argv.slice(2);
const {original, diversified} = deployments(project);
const result = {engine: `workerd ${version}`, services: {}};
for (const [name, {request}] of Object.entries(services)) {
  result.services[name] = {...await requests(name, request), ...await starts(name, request)};
}
console.log(JSON.stringify(result));

async function requests(name, request) {
  const {urls, stop} = await serve({original: original(name), multivariant: diversified(name)});
  const agent = new Agent({keepAlive: true, maxSockets: 1});
  try {
    for (let i = 0; i < WARM_UP; i++) {
      await time(urls.original, request(i), agent);
      await time(urls.multivariant, request(i), agent);
    }
    return await inTurn(REQUESTS, (kind, i) => time(urls[kind], request(i), agent));
  } finally {
    agent.destroy();
    await stop();
  }
}

async function starts(name, request) {
  const files = {original: original(name), multivariant: diversified(name)};
  const times = await inTurn(STARTS, async (kind, i) => {
    const begin = performance.now();
    const {urls, stop} = await serve({service: files[kind]});
    const agent = new Agent();
    try {
      await time(urls.service, request(i), agent);
      return (performance.now() - begin) * 1000;
    } finally {
      agent.destroy();
      await stop();
    }
  });
  return {originalStart: times.original, multivariantStart: times.multivariant};
}

/** Alternates in the order A B B A, so that a machine that gets slower or faster favours neither. */
async function inTurn(count, take) {
  const times = {original: [], multivariant: []};
  for (let i = 0; i < count; i++) {
    const order = ['original', 'multivariant'];
    if (i % 2) order.reverse();
    for (const kind of order) times[kind].push(await take(kind, i));
  }
  return times;
}

/** The time of a request, in microseconds. */
function time(url, {path = '', method = 'GET', body}, agent) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const sent = open(new URL(path, url), {agent, method}, (response) => {
      response.on('error', reject).on('data', () => {}).on('end', () => {
        const end = performance.now();
        if (response.statusCode === 200) resolve((end - begin) * 1000);
        else reject(new Error(`${url}: ${response.statusCode}`));
      });
    });
    sent.on('error', reject).end(body);
  });
}

// Sends each request on a new connection: on a persistent one, the server may close it just as a request arrives.

import {request as open} from 'node:http';

/** Sends a request and returns the status, the headers and the body of the reply. */
export function ask(url, {path = '', method = 'GET', body} = {}) {
  return new Promise((resolve, reject) => {
    const sent = open(new URL(path, url), {agent: false, method}, (response) => {
      const parts = [];
      response
        .on('error', reject)
        .on('data', (part) => parts.push(part))
        .on('end', () => resolve({status: response.statusCode, headers: response.headers, body: Buffer.concat(parts)}));
    });
    sent.on('error', reject).end(body);
  });
}

/** Sends a request and fails unless the status is 200. */
export async function reply(url, request) {
  const {status, headers, body} = await ask(url, request);
  if (status !== 200) throw new Error(`${url}: ${status} ${body}`);
  return {headers, body};
}

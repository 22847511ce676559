// Requests, each on a connection of its own: on one that is kept, a request may meet the end that the server makes to it.

import {request as open} from 'node:http';

/** Sends a request, and gives the status, the headers and the body of the reply. */
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

/** Sends a request, which must be answered with the status 200. */
export async function reply(url, request) {
  const {status, headers, body} = await ask(url, request);
  if (status !== 200) throw new Error(`${url}: ${status} ${body}`);
  return {headers, body};
}

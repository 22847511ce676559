// Answers requests with a binary for Fastly Compute, in a stand-in for its host that provides only what src/index.js
// needs: node host.mjs MODULE REQUEST..., where a request is one argument, "METHOD URL BODY". Prints each response. As on
// the platform, each request gets a new instance.

import {readFileSync} from 'node:fs';
import {WASI} from 'node:wasi';

const OK = 0;
const NONE = 10; // the value is absent
const END = -1n; // of a list that is read with a cursor

/** The host calls of one request; any other call is an error. */
function host(request) {
  const handles = [];
  const handle = (value) => handles.push(value) - 1;
  const responses = [];
  let memory;
  const view = () => new DataView(memory.buffer);
  const bytes = (at, length) => Buffer.from(memory.buffer, at >>> 0, length);
  const text = (at, length) => bytes(at, length).toString('latin1');
  const setHandle = (at, value) => view().setUint32(at, handle(value), true);
  const give = (value, at, most, written) => {
    const data = Buffer.from(value);
    view().setUint32(written, data.length, true);
    if (data.length > most) return 4; // the buffer is too short
    bytes(at, data.length).set(data);
    return OK;
  };
  /** Names or values of headers, each followed by a zero byte. */
  const list = (values, at, most, cursor, ending, written) => {
    view().setBigInt64(ending, END, true);
    return give(values.slice(cursor).map((value) => value + '\0').join(''), at, most, written);
  };
  const headers = {
    header_names_get: (of, at, most, cursor, ending, written) =>
      list([...new Set(handles[of].headers.map(([name]) => name))], at, most, cursor, ending, written),
    header_values_get: (of, name, length, at, most, cursor, ending, written) =>
      list(handles[of].headers.filter(([key]) => key === text(name, length).toLowerCase()).map(([, value]) => value),
        at, most, cursor, ending, written),
    header_insert: (of, name, length, value, valueLength) => {
      headers.header_remove(of, name, length);
      return headers.header_append(of, name, length, value, valueLength);
    },
    header_append: (of, name, length, value, valueLength) => {
      handles[of].headers.push([text(name, length).toLowerCase(), text(value, valueLength)]);
      return OK;
    },
    header_remove: (of, name, length) => {
      const key = text(name, length).toLowerCase();
      handles[of].headers = handles[of].headers.filter(([other]) => other !== key);
      return OK;
    },
    version_get: (of, out) => (view().setUint32(out, 2, true), OK), // HTTP/1.1
    framing_headers_mode_set: () => OK,
  };
  const calls = {
    fastly_abi: {init: () => OK},
    fastly_http_req: {
      ...headers,
      body_downstream_get: (req, body) => {
        setHandle(req, request);
        setHandle(body, {data: Buffer.from(request.body)});
        return OK;
      },
      method_get: (of, at, most, written) => give(handles[of].method, at, most, written),
      uri_get: (of, at, most, written) => give(handles[of].url, at, most, written),
    },
    fastly_http_resp: {
      ...headers,
      new: (out) => (setHandle(out, {status: 200, headers: []}), OK),
      status_set: (of, status) => (handles[of].status = status, OK),
      status_get: (of, out) => (view().setUint16(out, handles[of].status, true), OK),
      send_downstream: (of, body) => (responses.push([handles[of], handles[body]]), OK),
    },
    fastly_http_body: {
      new: (out) => (setHandle(out, {data: Buffer.alloc(0)}), OK),
      read: (of, at, most, read) => {
        const body = handles[of];
        const part = body.data.subarray(0, most);
        body.data = body.data.subarray(part.length);
        return give(part, at, most, read);
      },
      write: (of, at, length, front, written) => {
        const parts = [handles[of].data, Buffer.from(bytes(at, length))];
        handles[of].data = Buffer.concat(front ? parts.reverse() : parts);
        view().setUint32(written, length, true);
        return OK;
      },
      append: (to, from) => {
        handles[to].data = Buffer.concat([handles[to].data, handles[from].data]);
        return OK;
      },
      close: () => OK,
      known_length: () => NONE,
    },
    fastly_async_io: {
      // Everything is ready at once.
      select: (at, count, timeout, ready) => (view().setUint32(ready, count ? 0 : 0xffffffff, true), OK),
      is_ready: (of, out) => (view().setUint32(out, 1, true), OK),
    },
  };
  return {calls, responses, use: (exported) => (memory = exported)};
}

function answer(module, request) {
  const wasi = new WASI({version: 'preview1', args: ['service'], returnOnExit: true});
  const {calls, responses, use} = host(request);
  const imports = {...wasi.getImportObject()};
  for (const {module: from, name} of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] ??= calls[from]?.[name] ?? (() => {
      throw new Error(`the service called ${from}.${name}, which this host lacks`);
    });
  }
  const instance = new WebAssembly.Instance(module, imports);
  use(instance.exports.memory);
  const status = wasi.start(instance);
  if (status !== 0) throw new Error(`the service ended with ${status}`);
  if (responses.length !== 1) throw new Error(`the service gave ${responses.length} responses`);
  return responses[0];
}

const [file, ...requests] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(file));
for (const line of requests) {
  const [, method, url, body] = /^(\S+) (\S+) ?(.*)$/s.exec(line);
  const request = {method, url, body, headers: [['host', 'example.org'], ['x-number', '42']]};
  const [{status, headers}, {data}] = answer(module, request);
  console.log(JSON.stringify({line, status, headers, body: data.toString('utf8')}));
}

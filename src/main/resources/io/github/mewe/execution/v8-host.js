// The host of a module in V8 and its interface to Java: JSON texts, with values as the decimal digits of their bits.
'use strict';
(() => {
  const words = new DataView(new ArrayBuffer(8));
  const instances = new Map();
  let module;
  let last = 0;

  class Exit {
    constructor(code) {
      this.code = code;
    }
  }

  const toBits = {
    i32: value => BigInt.asUintN(32, BigInt(value)),
    i64: value => BigInt.asUintN(64, value),
    f32: value => (words.setFloat32(0, value), BigInt(words.getUint32(0))),
    f64: value => (words.setFloat64(0, value), words.getBigUint64(0)),
  };

  const fromBits = {
    i32: bits => Number(BigInt.asIntN(32, bits)),
    i64: bits => BigInt.asIntN(64, bits),
    f32: bits => (words.setUint32(0, Number(BigInt.asUintN(32, bits))), words.getFloat32(0)),
    f64: bits => (words.setBigUint64(0, BigInt.asUintN(64, bits)), words.getFloat64(0)),
  };

  // SplitMix64 (Steele, Lea and Flood, 2014).
  function generator(seed) {
    let state = BigInt(seed);
    return () => {
      state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
      let z = state;
      z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
      z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
      return z ^ (z >> 31n);
    };
  }

  // The part of wasi_snapshot_preview1 that programs without files need.
  function wasi(it) {
    const view = () => new DataView(it.instance.exports.memory.buffer);
    const bytes = () => new Uint8Array(it.instance.exports.memory.buffer);
    const BADF = 8, INVAL = 28, SPIPE = 70;
    const list = texts => texts.map(text => [...unescape(encodeURIComponent(text))].map(c => c.charCodeAt(0)).concat(0));
    const sizes = (texts, count, size) => {
      view().setUint32(count, texts.length, true);
      view().setUint32(size, list(texts).reduce((sum, text) => sum + text.length, 0), true);
      return 0;
    };
    const put = (texts, pointers, buffer) => {
      for (const text of list(texts)) {
        view().setUint32(pointers, buffer, true);
        bytes().set(text, buffer);
        pointers += 4;
        buffer += text.length;
      }
      return 0;
    };
    const fill = (at, size, next) => {
      for (let i = 0; i < size; i += 8) {
        let word = next();
        for (let j = i; j < Math.min(size, i + 8); j++, word >>= 8n) {
          bytes()[at + j] = Number(word & 255n);
        }
      }
      return 0;
    };
    return {
      args_sizes_get: (count, size) => sizes(it.given.arguments, count, size),
      args_get: (pointers, buffer) => put(it.given.arguments, pointers, buffer),
      environ_sizes_get: (count, size) => sizes(it.given.environment, count, size),
      environ_get: (pointers, buffer) => put(it.given.environment, pointers, buffer),
      clock_res_get: (clock, at) => (view().setBigUint64(at, 1000000n, true), 0),
      clock_time_get: (clock, precision, at) => {
        if (clock > 1) {
          return INVAL;
        }
        view().setBigUint64(at, 1000000000000000000n + BigInt(it.ticks++) * 1000000n, true);
        return 0;
      },
      // The discriminator requests its key at this address: see RunEnvironment.
      random_get: (at, size) => fill(at, size, at === 0 && size === 16 ? it.keys : it.random),
      fd_write: (fd, vectors, count, written) => {
        if (fd !== 1 && fd !== 2) {
          return BADF;
        }
        let sum = 0;
        for (let i = 0; i < count; i++) {
          const at = view().getUint32(vectors + 8 * i, true);
          const size = view().getUint32(vectors + 8 * i + 4, true);
          for (const byte of bytes().subarray(at, at + size)) {
            (fd === 1 ? it.stdout : it.stderr).push(byte);
          }
          sum += size;
        }
        view().setUint32(written, sum, true);
        return 0;
      },
      fd_read: (fd, vectors, count, read) => {
        if (fd !== 0) {
          return BADF;
        }
        let sum = 0;
        for (let i = 0; i < count; i++) {
          const at = view().getUint32(vectors + 8 * i, true);
          const part = it.given.stdin.splice(0, view().getUint32(vectors + 8 * i + 4, true));
          bytes().set(part, at);
          sum += part.length;
        }
        view().setUint32(read, sum, true);
        return 0;
      },
      fd_close: fd => (fd <= 2 ? 0 : BADF),
      fd_seek: fd => (fd <= 2 ? SPIPE : BADF),
      fd_fdstat_get: (fd, at) => {
        if (fd > 2) {
          return BADF;
        }
        bytes().fill(0, at, at + 24);
        view().setUint8(at, 2); // a character device
        view().setBigUint64(at + 8, fd === 0 ? 2n : 64n, true); // to read, to write
        return 0;
      },
      fd_fdstat_set_flags: fd => (fd <= 2 ? 0 : BADF),
      fd_prestat_get: () => BADF,
      fd_prestat_dir_name: () => BADF,
      sched_yield: () => 0,
      proc_exit: code => {
        throw new Exit(code);
      },
    };
  }

  function host(it) {
    return {
      wasi_snapshot_preview1: wasi(it),
      mewe: {
        random: () => BigInt.asIntN(64, it.keys()),
        trace: (dispatcher, body) => it.choices.push(dispatcher, body),
      },
    };
  }

  function failed(e) {
    if (e instanceof Exit) {
      return {kind: 'exited', code: e.code};
    }
    if (e instanceof RangeError && /call stack/.test(e.message)) {
      return {kind: 'deep'};
    }
    if (e instanceof WebAssembly.RuntimeError) {
      return {kind: 'trapped', message: e.message};
    }
    if (e instanceof WebAssembly.Exception) {
      return {kind: 'exception'};
    }
    return {kind: 'other', message: String(e)};
  }

  globalThis.mewe = {
    load(binary) {
      try {
        module = new WebAssembly.Module(binary);
      } catch (e) {
        return JSON.stringify({refused: e.message});
      }
      const known = host({});
      return JSON.stringify({
        missing: WebAssembly.Module.imports(module)
          .filter(i => i.kind !== 'function' || !known[i.module]?.[i.name])
          .map(i => `${i.module}.${i.name}`),
        exports: WebAssembly.Module.exports(module).map(e => ({
          name: e.name,
          kind: e.kind,
          params: e.type?.parameters?.map(String),
          results: e.type?.results?.map(String),
          value: e.kind === 'global' ? String(e.type?.value) : undefined,
        })),
      });
    },
    instantiate(text) {
      const given = JSON.parse(text);
      const it = {
        given,
        random: generator(given.random),
        keys: generator(given.keys),
        ticks: 0,
        stdout: [],
        stderr: [],
        choices: [],
      };
      try {
        it.instance = new WebAssembly.Instance(module, host(it));
      } catch (e) {
        return JSON.stringify(e instanceof WebAssembly.LinkError ? {kind: 'link', message: e.message} : failed(e));
      }
      instances.set(++last, it);
      return JSON.stringify({kind: 'made', id: last});
    },
    call(id, name, text) {
      const {params, results, bits} = JSON.parse(text);
      const it = instances.get(id);
      try {
        const value = it.instance.exports[name](...bits.map((b, i) => fromBits[params[i]](BigInt(b))));
        const values = results.length === 0 ? [] : results.length === 1 ? [value] : value;
        return JSON.stringify({
          kind: 'returned',
          values: results.map((kind, i) => (toBits[kind] ? toBits[kind](values[i]).toString() : '0')),
        });
      } catch (e) {
        return JSON.stringify(failed(e));
      }
    },
    choices: id => JSON.stringify(instances.get(id).choices.splice(0)),
    stdout: id => new Uint8Array(instances.get(id).stdout),
    stderr: id => new Uint8Array(instances.get(id).stderr),
    memory: (id, name) => new Uint8Array(instances.get(id).instance.exports[name].buffer),
    global: (id, name, kind) => toBits[kind](instances.get(id).instance.exports[name].value).toString(),
    close: id => {
      instances.delete(id);
    },
  };
})();

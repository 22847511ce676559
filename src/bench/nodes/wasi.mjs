// WASI (preview 1) for a host without it, such as a Worker: enough for a program that reads a request from its standard
// input and writes the reply to its standard output. The instantiation of a program with further imports fails and names
// the import.

const SUCCESS = 0;
const EBADF = 8;
const EINVAL = 28;
const ESPIPE = 70;

const [STDIN, STDOUT, STDERR] = [0, 1, 2];
const CHARACTER_DEVICE = 2;

/** Thrown to end a program that exits. */
class Exit {
  constructor(status) {
    this.status = status;
  }
}

/**
 * The environment of one run of a program.
 *
 * @param {Uint8Array} input its standard input
 * @param options.args its arguments, the first of which is its name
 * @param options.environment its environment
 * @param options.random fills a `Uint8Array` with random bytes
 * @return `imports`, to instantiate it with; `start(instance)`, which runs it and returns its exit status; `output()` and
 *     `errors()`, the bytes that it wrote to its standard output and error
 */
export function wasi(input, {args = ['service'], environment = {}, random = fill} = {}) {
  let memory;
  let read = 0;
  const written = {[STDOUT]: [], [STDERR]: []};

  // Memory may grow at any time, so each access makes a new view.
  const view = () => new DataView(memory.buffer);
  const bytes = (pointer, length) => new Uint8Array(memory.buffer, pointer, length);
  const store = (pointer, number) => view().setUint32(pointer, number, true);

  function* buffers(vectors, count) {
    for (let i = 0; i < count; i++) {
      yield bytes(view().getUint32(vectors + 8 * i, true), view().getUint32(vectors + 8 * i + 4, true));
    }
  }

  /** The two functions by which C programs read a list of strings. */
  function texts(list) {
    const encoded = list.map((text) => new TextEncoder().encode(`${text}\0`));
    return {
      sizes(count, size) {
        store(count, encoded.length);
        store(size, encoded.reduce((sum, text) => sum + text.length, 0));
        return SUCCESS;
      },
      get(pointers, buffer) {
        for (const text of encoded) {
          store(pointers, buffer);
          bytes(buffer, text.length).set(text);
          pointers += 4;
          buffer += text.length;
        }
        return SUCCESS;
      },
    };
  }
  const argumentList = texts(args);
  const variables = texts(Object.entries(environment).map(([name, value]) => `${name}=${value}`));

  const imports = {
    args_sizes_get: argumentList.sizes,
    args_get: argumentList.get,
    environ_sizes_get: variables.sizes,
    environ_get: variables.get,
    // Workers stop their clock while code runs.
    clock_res_get(clock, result) {
      view().setBigUint64(result, 1_000_000n, true);
      return SUCCESS;
    },
    clock_time_get(clock, precision, result) {
      view().setBigUint64(result, BigInt(Date.now()) * 1_000_000n, true);
      return SUCCESS;
    },
    random_get(pointer, length) {
      random(bytes(pointer, length));
      return SUCCESS;
    },
    fd_read(fd, vectors, count, result) {
      if (fd !== STDIN) return EBADF;
      let size = 0;
      for (const buffer of buffers(vectors, count)) {
        const part = input.subarray(read, read + buffer.length);
        buffer.set(part);
        read += part.length;
        size += part.length;
      }
      store(result, size);
      return SUCCESS;
    },
    fd_write(fd, vectors, count, result) {
      if (!written[fd]) return EBADF;
      let size = 0;
      for (const buffer of buffers(vectors, count)) {
        written[fd].push(buffer.slice());
        size += buffer.length;
      }
      store(result, size);
      return SUCCESS;
    },
    fd_fdstat_get(fd, result) {
      if (fd > STDERR) return EBADF;
      bytes(result, 24).fill(0);
      view().setUint8(result, CHARACTER_DEVICE);
      return SUCCESS;
    },
    fd_seek: (fd) => (fd > STDERR ? EBADF : ESPIPE),
    fd_close: (fd) => (fd > STDERR ? EBADF : SUCCESS),
    fd_prestat_get: () => EBADF,
    fd_prestat_dir_name: () => EINVAL,
    proc_exit(status) {
      throw new Exit(status);
    },
    sched_yield: () => SUCCESS,
  };

  return {
    imports: {wasi_snapshot_preview1: imports},
    start(instance) {
      memory = instance.exports.memory;
      try {
        instance.exports._start();
        return 0;
      } catch (error) {
        if (error instanceof Exit) return error.status;
        throw error;
      }
    },
    output: () => joined(written[STDOUT]),
    errors: () => joined(written[STDERR]),
  };
}

/** Random bytes; crypto.getRandomValues gives at most 65,536 at once. */
function fill(bytes) {
  for (let i = 0; i < bytes.length; i += 65536) crypto.getRandomValues(bytes.subarray(i, i + 65536));
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

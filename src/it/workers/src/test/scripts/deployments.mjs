// The files of a Worker, each with the name by which the others import it.

import {join} from 'node:path';

const loader = 'target/mewe/mewe-loader.mjs';
const sources = {
  qr: ['src/main/worker/qr.mjs', 'src/main/worker/qr-code.mjs'],
  seal: ['src/main/worker/seal.mjs', 'node_modules/libsodium/dist/modules-esm/libsodium.mjs'],
  words: ['src/main/worker/words.mjs', 'src/main/worker/teavm.mjs', 'target/wasm/teavm.mjs'],
};

/** The deployments of a project's Workers. They differ in the module that the Worker imports as the diversified one. */
export function deployments(project) {
  const file = (path, as = path) => [as, join(project, path)];
  const module = (path, name) => file(path, `target/mewe/${name}-diversified.wasm`);
  const plain = (name) => [...sources[name], loader].map((path) => file(path));
  return {
    original: (name) => [...plain(name), module(`target/wasm/${name}.wasm`, name)],
    diversified: (name) => [...plain(name), module(`target/mewe/${name}-diversified.wasm`, name)],
    // The QR Code's Worker that logs what fails.
    logging: (path) => ['src/main/worker/qr-logged.mjs', 'src/main/worker/qr-code.mjs', loader].map((source) => file(source)).concat([module(path, 'qr')]),
    // With visible choices: see src/test/worker.
    traced: (name) => {
      const [main, ...others] = sources[name];
      return [
        file('src/test/worker/traced.mjs', 'src/main/worker/traced.mjs'),
        file(main, 'src/main/worker/worker.mjs'),
        ...others.map((path) => file(path)),
        file('src/test/worker/tracing-loader.mjs', loader),
        file(loader, 'target/mewe/loader.mjs'),
        module(`target/debug/${name}-debug.wasm`, name),
      ];
    },
  };
}

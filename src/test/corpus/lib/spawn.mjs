// Starts a Node in which a candidate stands in for a module of the corpus: see hook.mjs.

import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {here, moduleFile, nodeFor, sha256} from './corpus.mjs';

/** The script that is the workload of a module. */
export const runnerOf = (module) => join(here, 'runners', `${module.runner ?? module.id}.mjs`);

/**
 * Runs a script.
 *
 * @param module the module's entry in the list
 * @param outdir where the corpus is
 * @param args the script and its arguments
 * @param scratch an empty directory, in which it runs
 * @param hook the settings of the hook: the candidate and its options
 * @param timeout seconds after which it is killed; none if undefined
 * @return the result of spawnSync, and the log of the hook
 */
export function spawnHooked({module, outdir, args, scratch, hook, timeout}) {
  const log = join(scratch, 'hook.log');
  const settings = {original: sha256(readFileSync(moduleFile(outdir, module.id))), log, ...hook};
  const result = spawnSync(nodeFor(module, outdir), args, {
    cwd: scratch,
    env: {
      PATH: process.env.PATH,
      TMPDIR: scratch,
      TZ: 'UTC',
      LC_ALL: 'C',
      // Not a command line option, so that processes and threads inherit it.
      NODE_OPTIONS: `--no-warnings --import ${pathToFileURL(join(here, 'lib', 'hook.mjs'))}`,
      REAL_MODULES_HOOK: JSON.stringify(settings),
      REAL_MODULES_OUT: outdir,
      REAL_MODULES_ID: module.id,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 30,
    timeout: timeout && timeout * 1000,
    killSignal: 'SIGKILL',
  });
  return {...result, seen: existsSync(log) ? readFileSync(log, 'utf8') : ''};
}

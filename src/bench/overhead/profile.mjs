// Records the profile of a workload: runs it on an instrumented module and writes the counts.
//
//   node profile.mjs OUTDIR ID INSTRUMENTED.wasm COUNTS.json SECONDS

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {fail, select} from '../../test/corpus/lib/corpus.mjs';
import {spawnHooked} from '../../test/corpus/lib/spawn.mjs';

const [outdir, id, instrumented, counts, seconds] = process.argv.slice(2);
if (!seconds) fail('usage: node profile.mjs OUTDIR ID INSTRUMENTED.wasm COUNTS.json SECONDS');
const here = fileURLToPath(new URL('.', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'profile-'));
try {
  const result = spawnHooked({
    module: select([id])[0],
    outdir: resolve(outdir),
    args: [join(here, 'step.mjs'), join(here, 'workloads', `${id}.mjs`), join(scratch, 'times'), seconds],
    scratch,
    hook: {candidate: resolve(instrumented), counts: resolve(counts)},
  });
  if (result.status !== 0) fail(`${id}: the workload failed (${result.error?.message ?? result.signal ?? result.status})`);
} finally {
  rmSync(scratch, {recursive: true, force: true});
}

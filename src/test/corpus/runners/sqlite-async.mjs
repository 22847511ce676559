// SQLite built with Asyncify (wa-sqlite): every access to a file suspends the module in the middle
// of a query, for a turn of the event loop, and resumes it.

import {bytes, hex, load, moduleBytes, print, sha256} from '../lib/workload.mjs';

const {default: factory} = await load('wa-sqlite/dist/wa-sqlite-async.mjs');
const {Factory, SQLITE_ROW} = await load('wa-sqlite/src/sqlite-api.js');
const {MemoryAsyncVFS} = await load('wa-sqlite/src/examples/MemoryAsyncVFS.js');

const module = await factory({wasmBinary: moduleBytes()});
const sqlite = Factory(module);

// Registering gives the file system the function that suspends the module; it is slowed down, so
// that the module stays suspended for a turn of the event loop.
const files = new MemoryAsyncVFS();
sqlite.vfs_register(files, true);
const {handleAsync} = files;
let suspensions = 0;
files.handleAsync = (action) => handleAsync(async () => {
  suspensions++;
  await new Promise((resume) => setImmediate(resume));
  return action();
});
const db = await sqlite.open_v2('test.db');

const cell = (value) => (value instanceof Uint8Array ? `x'${hex(value)}'` : String(value));

async function run(sql, ...params) {
  print('>', sql.replace(/\s+/g, ' ').trim());
  try {
    for await (const statement of sqlite.statements(db, sql)) {
      params.forEach((value, i) => sqlite.bind(statement, i + 1, value));
      while (await sqlite.step(statement) === SQLITE_ROW) print('  ', sqlite.row(statement).map(cell).join(' | '));
    }
  } catch (error) {
    print('   !', error.message);
  }
}

await run('PRAGMA page_size = 1024; PRAGMA cache_size = 4');
await run('CREATE TABLE t (id INTEGER PRIMARY KEY, k INTEGER, name TEXT, data BLOB); CREATE INDEX t_k ON t (k)');
await run(`BEGIN; WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 300)
  INSERT INTO t SELECT i, i * 7919 % 101, printf('name %05d %s', i, hex(i * i)), zeroblob(i % 50) FROM n; COMMIT`);
await run('SELECT count(*), sum(k), min(name), max(name), sum(length(data)) FROM t');
await run('SELECT a.id, b.id, a.k FROM t a JOIN t b ON b.k = a.k AND b.id > a.id WHERE a.id < 12 ORDER BY a.k, b.id');
await run('SELECT k, group_concat(id) FROM t GROUP BY k HAVING count(*) > 2 ORDER BY k DESC LIMIT 8');
await run("SELECT name FROM t WHERE name LIKE '%7_3%' OR name GLOB '*[A-F]1' ORDER BY name DESC LIMIT 5");
await run('INSERT INTO t VALUES (?, ?, ?, ?)', 1000, 5, 'bound ü', bytes('blob', 40));
await run('SELECT * FROM t WHERE id = 1000');
await run('INSERT INTO t (id) VALUES (5)');
await run('BEGIN; UPDATE t SET name = upper(name) || k WHERE k % 3 = 0; SELECT sum(length(name)) FROM t; ROLLBACK');
await run('SELECT sum(length(name)) FROM t');
await run('SELECT * FROM nowhere');
sqlite.create_function(db, 'twice', 1, 1, 0, (context, values) => sqlite.result(context, sqlite.value_int(values[0]) * 2));
await run('SELECT twice(k), round(avg(id), 6) FROM t GROUP BY 1 ORDER BY 2 LIMIT 5');
await run('DELETE FROM t WHERE id % 2; VACUUM; PRAGMA integrity_check; SELECT count(*) FROM t');
await run('SELECT row_number() OVER (ORDER BY k, id), id, sum(k) OVER (ORDER BY id ROWS 2 PRECEDING) FROM t ORDER BY id LIMIT 10');
const names = [];
await sqlite.exec(db, 'SELECT name FROM t ORDER BY name', ([name]) => names.push(name));
print('names', names.length, sha256(names.join()));
await sqlite.close(db);
print('suspended', suspensions, 'times');
if (suspensions < 100) throw new Error('the module was hardly ever suspended');

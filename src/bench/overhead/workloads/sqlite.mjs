// Queries over a table of 20,000 rows: scans, an index, aggregates, sorting, a join, a recursive query, updates.

import {bytes, moduleBytes, require} from '../../../test/corpus/lib/workload.mjs';

export async function start() {
  const SQL = await require('sql.js')({wasmBinary: moduleBytes()});
  const db = new SQL.Database();
  db.run('CREATE TABLE t (id INTEGER PRIMARY KEY, grp INTEGER, word TEXT, x REAL); CREATE INDEX i ON t (grp, x)');
  const random = bytes('rows', 60_000);
  db.run('BEGIN');
  const insert = db.prepare('INSERT INTO t (grp, word, x) VALUES (?, ?, ?)');
  for (let i = 0; i < 20_000; i++) {
    insert.run([random[3 * i], `w${random[3 * i + 1] * 256 + random[3 * i + 2]}`, random[3 * i + 2] / 7]);
  }
  insert.free();
  db.run('COMMIT');
  return () => JSON.stringify([
    'SELECT grp, count(*), sum(x), max(word) FROM t GROUP BY grp ORDER BY 3 DESC LIMIT 5',
    "SELECT count(*) FROM t WHERE word LIKE '%12%' AND x > 3",
    'SELECT a.id, b.id FROM t a JOIN t b ON a.grp = b.grp AND a.x = b.x WHERE a.id < 40 ORDER BY 1, 2 LIMIT 9',
    'SELECT word, count(*) FROM t GROUP BY word HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 9',
    'WITH RECURSIVE f(i, a, b) AS (VALUES (1, 0, 1) UNION ALL SELECT i + 1, b, (a + b) % 1000007 FROM f WHERE i < 3000) SELECT max(a) FROM f',
    'UPDATE t SET x = x + 1 WHERE grp = 17; UPDATE t SET x = x - 1 WHERE grp = 17; SELECT sum(x) FROM t WHERE grp = 17',
  ].map((sql) => db.exec(sql)));
}

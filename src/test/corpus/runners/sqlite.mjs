// SQLite through sql.js: schema, queries of every kind, errors, blobs, transactions, functions
// written in JavaScript (calls out of the module and back in), export and reopening.

import {attempt, bytes, hex, moduleBytes, print, require, sha256} from '../lib/workload.mjs';

const SQL = await require('sql.js')({
  wasmBinary: moduleBytes(),
  useOldExtensionFunctions: false, // SQLite's own mathematics, not JavaScript's
});
let db = new SQL.Database();

function cell(value) {
  if (value instanceof Uint8Array) return `x'${hex(value)}'`;
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function run(sql, params) {
  print('>', sql.replace(/\s+/g, ' ').trim());
  try {
    const statement = db.prepare(sql);
    try {
      if (params) statement.bind(params);
      while (statement.step()) print('  ', statement.get(null, {useBigInt: true}).map(cell).join(' | '));
    } finally {
      statement.free();
    }
  } catch (error) {
    print('   !', error.message);
  }
}

const names = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Donald', 'Tony', 'Leslie', 'Frances', 'John',
  'Niklaus', 'Robin', 'Adele', "O'Neil", 'Zoë', '渡辺', ''];

// Schema and rows
run('SELECT sqlite_version()');
run('PRAGMA compile_options');
run(`CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, born INTEGER,
     height REAL CHECK (height > 0), boss INTEGER REFERENCES person(id))`);
run('CREATE TABLE task (id INTEGER PRIMARY KEY, owner INTEGER, title TEXT, hours REAL, data BLOB)');
run('CREATE INDEX task_owner ON task (owner, hours DESC)');
run('CREATE UNIQUE INDEX task_title ON task (title) WHERE hours > 9.5');
run('CREATE VIEW load AS SELECT owner, count(*) AS n, total(hours) AS h FROM task GROUP BY owner');
run('CREATE TABLE log (at INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT)');
run(`CREATE TRIGGER task_log AFTER UPDATE OF hours ON task WHEN new.hours <> old.hours
     BEGIN INSERT INTO log (what) VALUES (printf('%d: %.3f -> %.3f', new.id, old.hours, new.hours)); END`);
run('BEGIN');
const person = db.prepare('INSERT INTO person VALUES (?, ?, ?, ?, ?)');
names.forEach((name, i) => person.run([i + 1, name, 1900 + ((i * 37) % 90), 1.5 + i / 33,
  i ? Math.floor((i + 1) / 2) : null]));
person.free();
const task = db.prepare('INSERT INTO task (owner, title, hours, data) VALUES ($o, $t, $h, $d)');
for (let i = 0; i < 2000; i++) {
  task.run({$o: 1 + ((i * 7) % 17), $t: `task ${i} ${sha256(String(i)).slice(0, 12)}`,
    $h: ((i * 7919) % 1000) / 101, $d: i % 5 ? null : bytes(`blob${i}`, i % 97)});
}
task.free();
run('COMMIT');

// Reading
run('SELECT count(*), sum(hours), avg(hours), min(title), max(title), total(length(data)) FROM task');
run(`SELECT p.name, count(t.id), round(sum(t.hours), 4) FROM person p LEFT JOIN task t ON t.owner = p.id
     GROUP BY p.id HAVING count(t.id) <> 3 ORDER BY 3 DESC, 1 LIMIT 9 OFFSET 2`);
run('SELECT a.name, b.name FROM person a JOIN person b ON a.boss = b.id WHERE b.name < a.name ORDER BY 1, 2');
run('SELECT name FROM person EXCEPT SELECT name FROM person WHERE born % 2 UNION SELECT upper(name) FROM person ORDER BY 1');
run("SELECT name FROM person WHERE name LIKE '%a%e%' OR name GLOB '[N-R]*' OR name LIKE 'o\\_%' ESCAPE '\\'");
run("SELECT title FROM task WHERE title LIKE 'task %99 %c%' AND owner IN (SELECT id FROM person WHERE height BETWEEN 1.6 AND 1.8)");
run('SELECT owner, n, h FROM load WHERE h > (SELECT avg(h) FROM load) ORDER BY h DESC');
run('EXPLAIN QUERY PLAN SELECT * FROM task WHERE owner = 3 ORDER BY hours DESC');
run('ANALYZE');
run('SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2');
run(`SELECT owner, id, row_number() OVER w, rank() OVER (ORDER BY round(hours)), lag(id, 2, -1) OVER w,
     sum(hours) OVER (PARTITION BY owner ORDER BY hours, id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING)
     FROM task WHERE id < 60 WINDOW w AS (PARTITION BY owner ORDER BY hours DESC, id) ORDER BY id LIMIT 25`);
run('SELECT group_concat(name, \'/\') FILTER (WHERE born > 1950) FROM (SELECT * FROM person ORDER BY born)');
run('SELECT CASE WHEN hours < 2 THEN \'short\' WHEN hours < 7 THEN \'mid\' ELSE \'long\' END AS c, count(*) FROM task GROUP BY c');

// Recursion
run('WITH RECURSIVE f(i, a, b) AS (VALUES (1, 0, 1) UNION ALL SELECT i + 1, b, a + b FROM f WHERE i < 91) SELECT * FROM f WHERE i % 15 = 1');
run(`WITH RECURSIVE under(id, depth, path) AS (SELECT id, 0, name FROM person WHERE boss IS NULL
     UNION ALL SELECT p.id, u.depth + 1, u.path || '>' || p.name FROM person p JOIN under u ON p.boss = u.id)
     SELECT depth, path FROM under ORDER BY path`);
run(`WITH RECURSIVE x(x) AS (VALUES (-2.0) UNION ALL SELECT x + 0.05 FROM x WHERE x < 1.2),
     y(y) AS (VALUES (-1.0) UNION ALL SELECT y + 0.1 FROM y WHERE y < 1.0),
     m(i, cx, cy, x, y) AS (SELECT 0, x, y, 0.0, 0.0 FROM x, y UNION ALL
       SELECT i + 1, cx, cy, x*x - y*y + cx, 2.0*x*y + cy FROM m WHERE x*x + y*y < 4.0 AND i < 28),
     g(i, cx, cy) AS (SELECT max(i), cx, cy FROM m GROUP BY cx, cy)
     SELECT group_concat(substr(' .+*#', 1 + min(i / 7, 4), 1), '') FROM g GROUP BY cy`);
run(`WITH RECURSIVE s(s, ind) AS (SELECT '53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79',
       instr('53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79', '.')
     UNION ALL SELECT substr(s, 1, ind - 1) || z || substr(s, ind + 1), instr(substr(s, 1, ind - 1) || z || substr(s, ind + 1), '.')
     FROM s, (WITH RECURSIVE d(z, lp) AS (VALUES ('1', 1) UNION ALL SELECT CAST(lp + 1 AS TEXT), lp + 1 FROM d WHERE lp < 9) SELECT z, lp FROM d) AS z
     WHERE ind > 0 AND NOT EXISTS (SELECT 1 FROM (WITH RECURSIVE n(lp) AS (VALUES (1) UNION ALL SELECT lp + 1 FROM n WHERE lp < 9) SELECT lp FROM n) AS l
       WHERE z.z = substr(s, ((ind - 1) / 9) * 9 + l.lp, 1) OR z.z = substr(s, ((ind - 1) % 9) + (l.lp - 1) * 9 + 1, 1)
       OR z.z = substr(s, (((ind - 1) / 3) % 3) * 3 + ((ind - 1) / 27) * 27 + l.lp + ((l.lp - 1) / 3) * 6, 1)))
     SELECT s FROM s WHERE ind = 0`);

// Values
run('SELECT 1e308 * 10, -1e308 * 10, 0.1 + 0.2, 1.0 / 3, 5e-324, 123456789012345678, 1e15, 1e16, -0.0, 2.5e-7');
run('SELECT 9223372036854775807 + 1, -9223372036854775808, 7 / -2, -7 % 3, 5 << 62, -1 >> 3, ~5, 6 & 3 | 8, 1 / 0, 1.5 % 0');
run("SELECT printf('%5d|%-8s|%+.3e|%08.3f|%x|%c|%Q|%,d|%g|%!.15g', 42, 'ab', 12345.678, -3.14159, 255, 'z', 'it''s', 1234567, 1e-5, 0.1)");
run("SELECT round(2.5), round(-2.55, 1), abs(-7.25), sign(-3), CAST('12.5kg' AS REAL), CAST(1e20 AS INTEGER), CAST(x'4142' AS TEXT), typeof(1 = 1)");
run('SELECT sin(1), cos(1), exp(1), ln(10), pow(2, 0.5), atan2(1, -1), sqrt(2), log(2, 1024), pi(), mod(10.5, 3), trunc(-2.7), degrees(1)');
run("SELECT upper('straße'), substr('hello', -3, 2), replace('banana', 'an', '<>'), trim('xxhixx', 'x'), hex('zoë'), unicode('é'), char(26085, 26412), quote(x'00ff'), instr('abc', 'c'), length('日本')");
run("SELECT date('2024-02-29', '+1 year'), strftime('%Y-%W-%j %s %f', '2000-01-01 12:34:56.789'), julianday('1970-01-01'), time('12:00', '-90 minutes'), datetime(1e9, 'unixepoch', 'start of month', 'weekday 1')");
run("SELECT 'abc' < 'ABC', 'abc' = 'ABC' COLLATE NOCASE, NULL IS NULL, NULL = NULL, coalesce(NULL, NULL, 3), nullif(2, 2), iif(NULL, 1, 2), 10 > '9', x'01' > 'a'");
run("SELECT json_extract('{\"a\":[1,2.5,{\"b\":null}]}', '$.a[1]'), json_array(1, 'x', NULL), json_object('k', json('[1]')), json_valid('{x}'), json_type('[1]', '$[0]')");
run("SELECT key, value, type, path FROM json_each('{\"x\":1,\"y\":[true,\"s\"],\"z\":-0.5e3}')");
run("SELECT json_group_array(name) FROM (SELECT name FROM person ORDER BY name DESC LIMIT 4)");
run('SELECT ?1, ?2, ?3, typeof(?3), ?4', [null, 'text \0 in', bytes('bound', 20), -1.25]);
run('SELECT randomblob(4) IS NOT NULL, length(zeroblob(1000)), typeof(random())');

// Full-text search, where the build has it
run('CREATE VIRTUAL TABLE doc USING fts3(title, body)');
run("INSERT INTO doc VALUES ('one', 'the quick brown fox jumps'), ('two', 'a lazy dog sleeps quickly'), ('three', 'foxes and dogs play')");
run("SELECT title, snippet(doc), offsets(doc) FROM doc WHERE doc MATCH 'quick* OR dogs' ORDER BY rowid");
run('CREATE VIRTUAL TABLE missing USING fts99(x)');
run('CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, y0, y1)');
run('INSERT INTO box VALUES (1, 0, 1, 0, 1), (2, 5, 6, 5, 6), (3, 0.5, 5.5, 0.5, 5.5)');
run('SELECT id, x0, y1 FROM box WHERE x1 > 0.9 AND y0 < 5 ORDER BY id');

// Writing, constraints, transactions
run('UPDATE task SET hours = hours * 1.1 WHERE owner = 4 AND id < 300');
run('SELECT * FROM log ORDER BY at DESC LIMIT 3');
run("INSERT INTO person (id, name, height) VALUES (1, 'dup', 2) ON CONFLICT (id) DO UPDATE SET born = excluded.id + 1000 RETURNING *");
run("INSERT INTO person VALUES (1, 'x', 1, 1, 1)");
run("INSERT INTO person VALUES (99, NULL, 1, 1, 1)");
run("INSERT INTO person VALUES (98, 'tall', 1, -1, 1)");
run('INSERT OR IGNORE INTO person VALUES (97, NULL, 1, 1, 1)');
run('BEGIN');
run('DELETE FROM task WHERE owner > 8');
run('SAVEPOINT inner_one');
run('DELETE FROM task');
run('SELECT count(*) FROM task');
run('ROLLBACK TO inner_one');
run('SELECT count(*) FROM task');
run('ROLLBACK');
run('SELECT count(*) FROM task');
run('ALTER TABLE task ADD COLUMN note TEXT DEFAULT \'none\'');
run('ALTER TABLE task RENAME COLUMN title TO label');
run('SELECT label, note FROM task WHERE id = 77');
run('CREATE TABLE pair (a, b, sum AS (a + b) STORED, PRIMARY KEY (a, b)) WITHOUT ROWID, STRICT');
run('CREATE TABLE pair (a, b, sum AS (a + b) STORED, PRIMARY KEY (a, b)) WITHOUT ROWID');
run('INSERT INTO pair (a, b) SELECT id, born FROM person WHERE id < 5');
run('SELECT * FROM pair ORDER BY sum DESC');

// Errors
run('SELEC 1');
run('SELECT * FROM nowhere');
run('SELECT nosuch(1)');
run("SELECT 'unterminated");
run('SELECT sum(sum(hours)) FROM task');
run('SELECT abs(-9223372036854775808)');
run("SELECT json('{bad')");
run('COMMIT');

// Functions written in JavaScript
db.create_function('rot13', (text) => text.replace(/[a-z]/gi,
  (c) => String.fromCharCode(c.charCodeAt(0) + (c.toLowerCase() < 'n' ? 13 : -13))));
db.create_function('fails', () => { throw new Error('from the host'); });
db.create_aggregate('product', {init: () => 1, step: (state, x) => state * x, finalize: (state) => state});
run('SELECT rot13(name), product(id) FROM person GROUP BY id % 3 ORDER BY 1');
run('SELECT fails()');

// The whole file
run('VACUUM');
run('PRAGMA integrity_check');
const file = db.export();
print('file', file.length, sha256(file));
db.close();
db = new SQL.Database(file);
run('SELECT name, sql FROM sqlite_master ORDER BY 1');
run('SELECT owner, count(*), sum(hours), hex(max(data)) FROM task GROUP BY owner ORDER BY 3');
file.fill(0xa5, 20000, 20600);
db.close();
db = new SQL.Database(file);
run('PRAGMA integrity_check');
attempt('closed', () => { db.close(); return db.exec('SELECT 1'); });

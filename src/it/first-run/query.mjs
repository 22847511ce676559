// Runs a few queries on a SQLite module, seeding it if possible: node query.mjs MODULE.

import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import initSqlJs from 'sql.js';

const bytes = readFileSync(process.argv[2]);
const SQL = await initSqlJs({
  instantiateWasm(imports, done) {
    WebAssembly.instantiate(bytes, imports).then(({instance, module}) => {
      const random = randomBytes(16);
      instance.exports.mewe_seed?.(random.readBigInt64LE(0), random.readBigInt64LE(8));
      done(instance, module);
    });
    return {};
  },
});
const db = new SQL.Database();
db.run('CREATE TABLE primes (n INTEGER PRIMARY KEY)');
db.run(`WITH RECURSIVE c(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM c WHERE n < 2000)
  INSERT INTO primes SELECT n FROM c WHERE NOT EXISTS (SELECT 1 FROM c d WHERE d.n < c.n AND c.n % d.n = 0)`);
for (const query of [
  'SELECT sqlite_version()',
  'SELECT count(*), max(n), sum(n) FROM primes',
  "SELECT group_concat(n, ' ') FROM (SELECT n FROM primes WHERE n % 100 = 1)",
  "SELECT printf('%.10f', avg(1.0 / n)) FROM primes",
]) {
  console.log(`${query} -> ${db.exec(query)[0].values.join('; ')}`);
}

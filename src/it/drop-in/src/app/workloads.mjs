// The page's work with the three packages. The results depend on this file alone: not on a clock, random numbers or the
// machine's fonts.

const encoder = new TextEncoder();

/**
 * @param packages the result of one of the load functions beside this file
 * @return the files that the packages produced (name to bytes), and the milliseconds that each package took
 */
export function work({SQL, Resvg, format}) {
  const made = {};
  const working = {};
  for (const [name, part] of [
    ['sql.js', () => database(SQL)],
    ['@resvg/resvg-wasm', () => drawings(Resvg)],
    ['@wasm-fmt/gofmt', () => formatted(format)],
  ]) {
    const start = performance.now();
    Object.assign(made, part());
    working[name] = performance.now() - start;
  }
  return {made, working};
}

/** SQLite: statements of many kinds, errors, a function in JavaScript, and the database file. */
function database(SQL) {
  const db = new SQL.Database();
  const lines = [];
  const run = (sql, params) => {
    lines.push(`> ${sql.replace(/\s+/g, ' ')}`);
    try {
      for (const {columns, values} of db.exec(sql, params)) lines.push(columns.join(' | '), ...values.map((row) => JSON.stringify(row)));
    } catch (error) {
      lines.push(`! ${error.message}`);
    }
  };
  db.create_function('thrice', (text) => `${text}${text}${text}`);
  run('SELECT sqlite_version()');
  run('CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, born INTEGER, height REAL CHECK (height > 0))');
  run('CREATE TABLE task (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES person, title TEXT, hours REAL, data BLOB)');
  run('CREATE INDEX task_owner ON task (owner, hours DESC)');
  run('BEGIN');
  const person = db.prepare('INSERT INTO person VALUES (?, ?, ?, ?)');
  ['Ada', 'Grace', 'Edsger', "O'Neil", 'Zoë', '渡辺', ''].forEach((name, i) => person.run([i + 1, name, 1900 + ((i * 37) % 90), 1.5 + i / 33]));
  person.free();
  const task = db.prepare('INSERT INTO task (owner, title, hours, data) VALUES ($owner, $title, $hours, $data)');
  for (let i = 0; i < 600; i++) {
    task.run({$owner: 1 + ((i * 7) % 8), $title: `task ${i * 7919 % 1000}`, $hours: ((i * 7919) % 1000) / 101,
      $data: i % 5 ? null : Uint8Array.from({length: i % 97}, (_, k) => k * i)});
  }
  task.free();
  run('COMMIT');
  run('SELECT count(*), sum(hours), avg(hours), min(title), max(title), total(length(data)) FROM task');
  run(`SELECT p.name, count(t.id), round(sum(t.hours), 4) FROM person p LEFT JOIN task t ON t.owner = p.id
       GROUP BY p.id ORDER BY 3 DESC, 1`);
  run('SELECT owner, id, rank() OVER (PARTITION BY owner ORDER BY hours DESC, id), sum(hours) OVER (ORDER BY id ROWS 3 PRECEDING) FROM task WHERE id < 30 ORDER BY id');
  run('WITH RECURSIVE f(i, a, b) AS (VALUES (1, 0, 1) UNION ALL SELECT i + 1, b, a + b FROM f WHERE i < 91) SELECT * FROM f WHERE i % 15 = 1');
  run(`WITH RECURSIVE x(x) AS (VALUES (-2.0) UNION ALL SELECT x + 0.1 FROM x WHERE x < 1.2),
       y(y) AS (VALUES (-1.0) UNION ALL SELECT y + 0.2 FROM y WHERE y < 1.0),
       m(i, cx, cy, x, y) AS (SELECT 0, x, y, 0.0, 0.0 FROM x, y UNION ALL
         SELECT i + 1, cx, cy, x*x - y*y + cx, 2.0*x*y + cy FROM m WHERE x*x + y*y < 4.0 AND i < 28),
       g(i, cx, cy) AS (SELECT max(i), cx, cy FROM m GROUP BY cx, cy)
       SELECT group_concat(substr(' .+*#', 1 + min(i / 7, 4), 1), '') FROM g GROUP BY cy`);
  run("SELECT printf('%5d|%-8s|%+.3e|%08.3f|%x|%Q', 42, 'ab', 12345.678, -3.14159, 255, 'it''s'), 0.1 + 0.2, 1e308 * 10, 9223372036854775807 + 1, 7 / -2");
  run("SELECT json_extract('{\"a\": [1, {\"b\": 2.5}]}', '$.a[1].b'), thrice(name), upper(name), hex(name) FROM person WHERE id = 5");
  run("UPDATE task SET hours = hours * 2 WHERE title LIKE 'task %9' AND owner IN (SELECT id FROM person WHERE born % 2)");
  run('DELETE FROM task WHERE id % 11 = 0');
  run('EXPLAIN QUERY PLAN SELECT * FROM task WHERE owner = 3 ORDER BY hours DESC');
  run("INSERT INTO person VALUES (1, 'again', 0, 1)");
  run("INSERT INTO person VALUES (99, 'flat', 0, -1)");
  run('SELECT * FROM nowhere');
  run('SELECT (1');
  run('PRAGMA integrity_check');
  const file = db.export();
  db.close();
  const reopened = new SQL.Database(file);
  lines.push(JSON.stringify(reopened.exec('SELECT count(*), group_concat(DISTINCT owner) FROM task')));
  reopened.close();
  return {'sqlite.txt': text(lines), 'sqlite.db': file};
}

/** resvg: drawings as PNG files, and the errors for input that is no drawing. */
function drawings(Resvg) {
  const result = {};
  const lines = [];
  const svg = (body) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240" width="240" height="240">${body}</svg>`;
  const sources = {
    shapes: svg(`<rect width="100%" height="100%" fill="#fbfbf3"/>
      ${Array.from({length: 18}, (_, i) => `<path d="M120 120 L${(i * 53) % 240} ${i * 9} A 40 ${20 + i} 30 0 1 ${12 * i} 220 Z"
        fill="hsl(${i * 20}, 70%, 50%)" fill-opacity=".25" stroke="#333" stroke-width="${i / 8}" stroke-dasharray="${i + 1} 3"/>`).join('')}
      <ellipse cx="120" cy="60" rx="70" ry="22" fill="none" stroke="teal" stroke-width="7"/>`),
    paint: svg(`<defs>
      <linearGradient id="l" x2="1" y2="1"><stop stop-color="#f06"/><stop offset=".4" stop-color="#06f" stop-opacity=".5"/><stop offset="1" stop-color="#0c8"/></linearGradient>
      <radialGradient id="r" cx=".3" cy=".3" r=".8" spreadMethod="reflect"><stop offset=".1" stop-color="white"/><stop offset=".6" stop-color="navy"/></radialGradient>
      <pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse" patternTransform="rotate(30)"><circle cx="10" cy="10" r="6" fill="crimson"/></pattern>
      <clipPath id="c"><circle cx="165" cy="165" r="60"/></clipPath></defs>
      <rect x="10" y="10" width="100" height="100" rx="20" fill="url(#l)"/><circle cx="180" cy="60" r="50" fill="url(#r)"/>
      <g clip-path="url(#c)"><rect x="90" y="90" width="150" height="150" fill="url(#p)"/></g>`),
    filters: svg(`<defs>
      <filter id="blur"><feGaussianBlur stdDeviation="4 2"/><feColorMatrix type="hueRotate" values="70"/></filter>
      <filter id="noise"><feTurbulence type="fractalNoise" baseFrequency=".04 .09" numOctaves="3" seed="5"/></filter></defs>
      <rect x="20" y="20" width="80" height="80" fill="#39f" filter="url(#blur)"/>
      <rect x="20" y="120" width="100" height="100" filter="url(#noise)"/>
      <path d="M130 90 l70 20 l-40 70z" fill="#c3c" style="mix-blend-mode:multiply"/>`),
  };
  for (const [name, source] of Object.entries(sources)) {
    const image = new Resvg(source, {fitTo: {mode: 'width', value: 300}, font: {loadSystemFonts: false}}).render();
    result[`${name}.png`] = image.asPng();
    lines.push(`${name} ${image.width} ${image.height}`);
    image.free();
  }
  for (const broken of ['', '<svg', '<svg xmlns="http://www.w3.org/2000/svg" width="-1" height="5"/>', svg('<rect></circle>')]) {
    try {
      lines.push(`no error: ${new Resvg(broken).width}`);
    } catch (error) {
      lines.push(`! ${error.message ?? error}`);
    }
  }
  return {...result, 'resvg.txt': text(lines)};
}

/** gofmt: an unformatted source, synthetic ones, and the errors for broken ones. */
function formatted(format) {
  const sources = [`package   main
import ("fmt";"os"
 "strings")
// comment
type   T struct{ A int;  LongName string \`json:"x"\`
 B  map[string][]func(int,...string)(bool,error) }
type Set[K comparable,V any] interface{ ~int|~string
 Get(k K)(V,bool)
}
const ( X=iota
 Y ; Zeta )
func(t*T)M(a,b int,c ...string)(r int,err error){ defer func(){ if r:=recover();r!=nil{fmt.Println(r)} }()
outer: for i:=0;i<10;i++{ switch{case i>5&&a==b||c!=nil:continue outer
default: go func(ch chan<- int){ch<-i*i+a<<2&^b}(make(chan<- int,1)) } }
 return strings.Count("a\\tb",\`raw
text\`),nil  /* trailing */ }
func main(){os.Exit(int(+1.5e3i*0)); Map[int,string](nil) ;var f float64=0x1p-2;_=f;_='\\u00e9'}
`];
  const operators = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '&&', '||', '==', '<', '&^'];
  let state = 1;
  const draw = (n) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % n;
  };
  const expression = (depth) => (depth && draw(4)
    ? [() => `(${expression(depth - 1)})`, () => `${expression(depth - 1)}${operators[draw(operators.length)]}${expression(depth - 1)}`,
      () => `f( ${expression(depth - 1)},x[${expression(depth - 1)}: ] )`, () => `(-${expression(depth - 1)})`][draw(4)]()
    : ['a', 'bb', '17', '"s"', 'c.d'][draw(5)]);
  const statement = () => [
    () => `v${draw(9)}  =  ${expression(4)}  // note ${draw(99)}`,
    () => `if ${expression(2)} {\n${expression(3)}\n} else {\n\n\n${expression(1)}\n}`,
    () => `for i:=range ${expression(1)} { ${expression(2)} }`,
    () => 'var (\n a,bcd int=1,2\n\n  e string /* c */\n)',
    () => `switch x:=${expression(1)};x { case 1,2: ${expression(2)}\n}`,
  ][draw(5)]();
  for (let i = 0; i < 20; i++) sources.push(`package p${i}\nfunc f(){${Array.from({length: 12}, statement).join('\n')}}`);
  sources.push('', 'package', 'package p\nfunc {', 'package p; var x = "unterminated', 'package p\nimport "x" 5', 'package p\n\n\n\nvar é = 1');
  return {
    'gofmt.txt': text(sources.map((source) => {
      try {
        return format(source);
      } catch (error) {
        return `! ${error.message}`;
      }
    })),
  };
}

function text(lines) {
  return encoder.encode(`${lines.join('\n')}\n`);
}

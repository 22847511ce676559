// The same work in every engine. Each function gets an initialised package.

const text = 'the quick brown fox jumps over the lazy dog. '.repeat(40);

export function query(SQL) {
  const db = new SQL.Database();
  db.run('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)');
  for (let i = 0; i < 20; i++) db.run('INSERT INTO t (name) VALUES (?)', [`name ${(i * 7) % 11}`]);
  return JSON.stringify(db.exec('SELECT name, count(*), sum(id) FROM t GROUP BY name ORDER BY 2, 1'));
}

export function draw(Resvg) {
  const image = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="15" fill="teal"/></svg>';
  return Array.from(new Resvg(image).render().asPng()).join();
}

export function format(gofmt) {
  return gofmt('package  p\nfunc  f(a,b int)int{return a+b*2}\n');
}

export function pack(brotli) {
  const packed = brotli.compress(new TextEncoder().encode(text), {quality: 5});
  return `${packed.length} ${new TextDecoder().decode(brotli.decompress(packed)) === text}`;
}

export async function compute(LuaFactory, module) {
  const lua = await new LuaFactory(module).createEngine();
  return String(await lua.doString('local s = 0; for i = 1, 50 do s = s + i * i end; return ("%d"):format(s)'));
}

export function shrink({PhotonImage, grayscale, resize}) {
  const image = new PhotonImage(new Uint8Array(16 * 16 * 4).map((_, i) => (i * 37) & 255), 16, 16);
  grayscale(image);
  return Array.from(resize(image, 8, 8, 1).get_raw_pixels()).join();
}

export function encode(png) {
  return Array.from(png.encode(new Uint8Array(8 * 8 * 4).map((_, i) => (i * 37) & 255), 8, 8)).join();
}

// A small piece of real work for each client, by identifier. A workload loads its package as any program would, and
// returns what came out: the same in every run.

import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const text = 'the quick brown fox jumps over the lazy dog. '.repeat(40);
const bytes = new TextEncoder().encode(text);

/** A WebP file of 24 by 24 pixels. */
const image =
  'UklGRtAAAABXRUJQVlA4IMQAAADQBQCdASoYABgAP12WwFiyqqcjt/qoAlAriUABIgKulbiIlOMF+bzo+hf8fKX4Q5npuurYLJWAAP6DzQCiFhFvxLSp'
  + 'Y0zsqxfkQTB3Yk3nHT99WzDpS/QsfJG5rLsh1ni4uEH403JntNFlapYsYJ4ZN4gNtzGeOLOIkYJYkvZO08X2H32y+x/StADrCK+uzfLlfPVm0n10y81s'
  + 'Hj47H8ad6mceWvkYp2ZtlWu0nuvopVs1RKGxhDW0gzmLrSuSAvyAAAAA';

/**
 * @param directory the directory in which the packages are installed
 * @return functions that do the work and return text, by the clients' identifiers
 */
export function workloads(directory) {
  const require = createRequire(join(directory, 'package.json'));
  const load = (name) => import(pathToFileURL(require.resolve(name)));
  const place = (path) => join(directory, 'node_modules', path);
  const file = (path) => readFile(place(path));
  return {
    'sql.js': async () => {
      const SQL = await require('sql.js')();
      const db = new SQL.Database();
      db.run('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)');
      for (let i = 0; i < 20; i++) db.run('INSERT INTO t (name) VALUES (?)', [`name ${(i * 7) % 11}`]);
      return JSON.stringify(db.exec('SELECT name, count(*), sum(id) FROM t GROUP BY name ORDER BY 2, 1'));
    },
    'quickjs-emscripten': async () => {
      const QuickJS = await require('quickjs-emscripten').getQuickJS();
      return JSON.stringify(QuickJS.evalCode('[3, 1, 2].sort().map((x) => ({x, squared: x * x}))'));
    },
    'wasmoon': async () => {
      const {LuaFactory} = require('wasmoon');
      const lua = await new LuaFactory(join(directory, 'node_modules/wasmoon/dist/glue.wasm')).createEngine();
      return String(await lua.doString('local s = 0; for i = 1, 50 do s = s + i * i end; return ("%d"):format(s)'));
    },
    'libsodium-wrappers': async () => {
      const sodium = require('libsodium-wrappers');
      await sodium.ready;
      return sodium.to_hex(sodium.crypto_generichash(32, text)) + sodium.to_hex(sodium.crypto_hash(text));
    },
    'yoga-layout': async () => {
      const {default: Yoga} = await load('yoga-layout');
      const root = Yoga.Node.create();
      root.setWidth(300);
      for (let i = 0; i < 5; i++) {
        const child = Yoga.Node.create();
        child.setFlexGrow(i + 1);
        root.insertChild(child, i);
      }
      root.calculateLayout(300, 200, Yoga.DIRECTION_LTR);
      return JSON.stringify([0, 1, 2, 3, 4].map((i) => root.getChild(i).getComputedLayout()));
    },
    '@resvg/resvg-wasm': async () => {
      const {initWasm, Resvg} = require('@resvg/resvg-wasm');
      await initWasm(await file('@resvg/resvg-wasm/index_bg.wasm'));
      const image = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="15" fill="teal"/></svg>';
      return Buffer.from(new Resvg(image).render().asPng()).toString('base64');
    },
    'brotli-wasm': async () => {
      const brotli = await require('brotli-wasm');
      const packed = brotli.compress(bytes, {quality: 5});
      return `${packed.length} ${new TextDecoder().decode(brotli.decompress(packed)) === text}`;
    },
    '@cf-wasm/photon': async () => {
      const {PhotonImage, grayscale, resize} = await load('@cf-wasm/photon/node');
      const image = new PhotonImage(new Uint8Array(16 * 16 * 4).map((_, i) => (i * 37) & 255), 16, 16);
      grayscale(image);
      return Buffer.from(resize(image, 8, 8, 1).get_raw_pixels()).toString('base64');
    },
    '@cdktf/hcl2json': async () =>
      JSON.stringify(await require('@cdktf/hcl2json').parse('main.tf', 'variable "x" {\n  default = [1, "two", 3.5]\n}\n')),
    'sh-syntax': async () => {
      const {print} = await load('sh-syntax');
      return print('for   i in 1 2 3;do echo "$i"|grep 2&& { true; };done');
    },
    '@wasm-fmt/gofmt': async () => {
      const {format} = await load('@wasm-fmt/gofmt');
      return format('package  p\nfunc  f(a,b int)int{return a+b*2}\n');
    },
    'hash-wasm': async () => require('hash-wasm').sha256(text),
    '@bokuweb/zstd-wasm': async () => {
      const zstd = require('@bokuweb/zstd-wasm');
      await zstd.init();
      const packed = zstd.compress(bytes, 5);
      return `${packed.length} ${new TextDecoder().decode(zstd.decompress(packed)) === text}`;
    },
    'argon2-browser': async () => {
      const {encoded} = await require('argon2-browser').hash({pass: 'password', salt: 'somesalt', mem: 8, time: 1});
      return encoded;
    },
    'vscode-oniguruma': async () => {
      const {loadWASM, OnigScanner, OnigString} = require('vscode-oniguruma');
      await loadWASM(await file('vscode-oniguruma/release/onig.wasm'));
      const scanner = new OnigScanner(['\\bf\\w+', '(?<=j)u(m)p', '(?i)D(o)g', '(?<last>[^ ]*z)y']);
      const string = new OnigString(text);
      const found = [];
      for (let at = 0; at < 400;) {
        const match = scanner.findNextMatchSync(string, at);
        found.push([match.index, ...match.captureIndices.map(({start}) => start)]);
        at = match.captureIndices[0].end;
      }
      string.dispose();
      scanner.dispose();
      return JSON.stringify(found);
    },
    'harfbuzzjs': async () => {
      const {Blob, Buffer, Face, Font, shape} = await import(pathToFileURL(place('harfbuzzjs/dist/index.mjs')));
      const font = new Font(new Face(new Blob(await file('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))));
      const buffer = new Buffer();
      buffer.addText('office AVA');
      buffer.guessSegmentProperties();
      shape(font, buffer);
      const outlines = buffer.getGlyphInfos().map(({codepoint}) => font.glyphToPath(codepoint));
      return JSON.stringify([buffer.getGlyphPositions(), outlines]);
    },
    '@cwasm/lodepng': async () => {
      const {encode, decode} = require('@cwasm/lodepng');
      const packed = encode({width: 16, height: 16, data: new Uint8ClampedArray(16 * 16 * 4).map((_, i) => (i * 37) & 255)});
      return Buffer.from(packed).toString('base64') + Buffer.from(decode(packed).data).toString('base64');
    },
    '@cwasm/webp': async () => Buffer.from(require('@cwasm/webp').decode(Buffer.from(image, 'base64')).data).toString('base64'),
    'source-map': async () => {
      const {SourceMapConsumer, SourceMapGenerator} = require('source-map');
      const map = new SourceMapGenerator({file: 'out.js'});
      for (let i = 0; i < 200; i++) {
        map.addMapping({
          source: `${i % 3}.js`,
          generated: {line: 1 + (i >> 3), column: (i * 7) % 80},
          original: {line: 1 + i, column: i % 13},
          name: i % 4 ? undefined : `name${i}`,
        });
      }
      return SourceMapConsumer.with(map.toString(), null, (consumer) => {
        const found = [
          consumer.originalPositionFor({line: 5, column: 30}),
          consumer.generatedPositionFor({source: '1.js', line: 20, column: 6}),
        ];
        consumer.eachMapping(({originalLine, generatedColumn, name}) => found.push([originalLine, generatedColumn, name]));
        return JSON.stringify(found);
      });
    },
    'xxhash-wasm': async () => {
      const {h32ToString, h64ToString, create64} = await require('xxhash-wasm')();
      const hash = create64(7n);
      for (let length = 0; length < 50; length++) hash.update(h32ToString(text.slice(length)) + h64ToString(text.slice(length)));
      return hash.digest().toString(16);
    },
  };
}

// Makes the corpus:
//
//   node fetch.mjs OUTDIR [ID...]
//
// installs the pinned npm packages into OUTDIR and puts each module into OUTDIR/<id>/module.wasm,
// building those that come as source. Files that are up to date stay. A module whose tools are
// missing does not stop the others.

import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fail, here, moduleFile, select, sha256} from './lib/corpus.mjs';

const clangPackages = 'clang-14 lld-14 wasi-libc libclang-rt-14-dev-wasm32';
const mavenPackages = 'maven default-jdk-headless';

const [target, ...ids] = process.argv.slice(2);
if (!target) fail('usage: node fetch.mjs OUTDIR [ID...]');
const outdir = resolve(target);
const packages = join(outdir, 'node_modules');

install();
let failures = 0;
for (const module of select(ids)) {
  try {
    const made = make(module);
    const size = statSync(moduleFile(outdir, module.id)).size;
    console.log(`${module.id}: ${made ? 'made' : 'up to date'}, ${size} bytes`);
  } catch (error) {
    failures++;
    console.error(`${module.id}: ${error.message}`);
  }
}
process.exitCode = failures ? 1 : 0;

function install() {
  const files = ['package.json', 'package-lock.json'].map((name) => [name, readFileSync(join(here, name))]);
  const stamp = sha256(Buffer.concat(files.map(([, content]) => content)));
  const stampFile = join(outdir, 'packages.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  mkdirSync(outdir, {recursive: true});
  for (const [name, content] of files) writeFileSync(join(outdir, name), content);
  try {
    execute('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], outdir, 'npm');
  } catch (error) {
    fail(error.message);
  }
  writeFileSync(stampFile, stamp);
}

/** Makes a module by its recipe; returns false if it was up to date. */
function make({id, recipe}) {
  const file = moduleFile(outdir, id);
  const {package: path, base64, c, wat, maven, flags = []} = recipe;
  if (path) return replace(file, readFileSync(join(packages, path)));
  if (base64) return replace(file, embedded(join(packages, base64)));
  return build(file, recipe, join(here, c ?? wat ?? maven), (source) => {
    if (c) clang(source, flags, file);
    if (wat) assemble(source, flags, file);
    if (maven) teavm(source, dirname(file));
  });
}

/** The module, or the first one, that a JavaScript file holds in base64. */
function embedded(script) {
  const found = /AGFzbQEAAA[A-Za-z0-9+/]+={0,2}/.exec(readFileSync(script, 'utf8'));
  if (!found) throw new Error(`${script} holds no module`);
  return Buffer.from(found[0], 'base64');
}

function replace(file, bytes) {
  if (existsSync(file) && readFileSync(file).equals(bytes)) return false;
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, bytes);
  return true;
}

/** Builds a file unless it was built from the same source by the same recipe. */
function build(file, recipe, source, action) {
  const inputs = statSync(source).isDirectory()
    ? readdirSync(source, {recursive: true}).map((name) => join(source, name)).filter((f) => statSync(f).isFile()).sort()
    : [source];
  const stamp = sha256(Buffer.concat([Buffer.from(JSON.stringify(recipe)), ...inputs.map((f) => readFileSync(f))]));
  const stampFile = join(dirname(file), 'stamp');
  if (existsSync(file) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  mkdirSync(dirname(file), {recursive: true});
  rmSync(stampFile, {force: true});
  action(source);
  writeFileSync(stampFile, stamp);
  return true;
}

function clang(source, flags, file) {
  const compile = (input, args) =>
    spawnSync('clang-14', ['--target=wasm32-wasi', ...args], {input, encoding: 'utf8'});
  // The compiler needs the linker and both libraries: check all four at once.
  if (compile('int main(void) { return 0; }', ['-x', 'c', '-', '-o', `${file}.probe`]).status !== 0) {
    throw new Error(`needs Debian's packages ${clangPackages}`);
  }
  rmSync(`${file}.probe`);
  const {status, stderr} = compile('', ['-Wall', '-Wextra', '-Werror', ...flags, '-o', file, source]);
  if (status !== 0) throw new Error(stderr);
}

function assemble(source, flags, file) {
  execute(process.execPath, [join(packages, 'wabt', 'bin', 'wat2wasm'), source, '--debug-names', ...flags, '-o', file], outdir);
}

/** Builds a copy, so that nothing is written into the source tree. */
function teavm(project, directory) {
  const copy = join(directory, 'project');
  cpSync(project, copy, {recursive: true});
  execute('mvn', ['-B', '-q', 'package'], copy, mavenPackages);
  cpSync(join(copy, 'target', 'wasm'), directory, {recursive: true});
}

function execute(command, args, cwd, debianPackages) {
  const {error, status, stdout, stderr} = spawnSync(command, args, {cwd, encoding: 'utf8'});
  if (error?.code === 'ENOENT') throw new Error(`needs ${command}: Debian's packages ${debianPackages}`);
  if (status !== 0) throw new Error(`${command} ${args[0]} failed:\n${stdout}${stderr}`);
}

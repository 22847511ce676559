import groovy.json.JsonSlurper
import io.github.mewe.maven.it.Build
import io.github.mewe.maven.it.Runtimes

def build = Build.in(basedir)
build.logsNoWarning()
def run = { String... command ->
    def output = new File(basedir, 'target/output')
    def exit = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true).redirectOutput(output).start().waitFor()
    [exit: exit, said: output.getText('UTF-8')]
}
def node = { String... arguments ->
    def result = run('node', '--no-warnings', *arguments)
    assert result.exit == 0: result.said
    result.said
}
def original = 'target/wasm/service.wasm'
def diversified = 'target/mewe/service-diversified.wasm'

// A core module with the same imports, because the original already imports random_get.
assert build.bytes(original)[0..7] == [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
def facts = [original, diversified].collect { new JsonSlurper().parseText(node('facts.mjs', it)) }
assert facts[0].imports.contains([module: 'wasi_snapshot_preview1', name: 'random_get', kind: 'function'])
assert facts[0].imports.size() > 100
assert facts[1].imports == facts[0].imports
assert facts[1].exports == facts[0].exports
assert facts[1].producers == facts[0].producers

// The platform's settings and limits.
def manifest = build.manifest('target/mewe/service-diversified.json')
assert manifest.randomness == 'wasi'
assert manifest.warnings == []
assert manifest.totals.diversified > 500
assert facts[1].gzipped < 100_000_000

// It answers like the original in a stand-in for the platform. The diversified one runs twice, because each request has a new key.
def requests = [
        'GET https://example.org/primes?most=5000',
        'POST https://example.org/words ' + 'The cat, the hat and the “Ünïcöde” dog: 12 cats. '.repeat(40),
        'POST https://example.org/digest some text',
        'GET https://example.org/numbers',
        'GET https://example.org/nowhere']
def answers = node('host.mjs', original, *requests)
assert answers.readLines().collect { new JsonSlurper().parseText(it).status } == [200, 200, 200, 200, 404]
assert answers.contains('4999') && answers.contains('1606938044258990275541962092341162602522202993782792835301376')
2.times { assert node('host.mjs', diversified, *requests) == answers }

// Wasmtime 42 validates and compiles it, instantiates it with functions that trap in place of the platform's, and runs
// it up to the first of these.
def wasmtime = Runtimes.install(basedir, 'wasmtime').resolve('node_modules/@bytecodealliance/wizer-linux-x64/wizer')
def started = run(wasmtime.toString(), '--allow-wasi', '-f', '_start', '-o', '/dev/null', diversified)
assert started.exit != 0 && started.said.contains('fastly_http_req::body_downstream_get'): started.said
return true

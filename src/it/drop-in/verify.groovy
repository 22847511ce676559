import com.google.gson.Gson
import io.github.mewe.maven.it.Build
import io.github.mewe.maven.it.Runtimes

def build = Build.in(basedir)
build.logsNoWarning()

// Nearly all eligible functions of each module have variants, so it is larger.
['sql.js/dist/sql-wasm', '@resvg/resvg-wasm/index_bg', '@wasm-fmt/gofmt/gofmt'].each { path ->
    def manifest = build.manifest("target/mewe/${path}-diversified.json")
    assert manifest.parameters.platform == 'browser'
    assert manifest.randomness == 'export'
    def large = manifest.functions.findAll { it.instructions >= 10 }
    assert large.count { it.variants } >= 0.9 * large.size() : path
    assert build.module("target/mewe/${path}-diversified.wasm").imports() ==
            build.module("node_modules/${path}.wasm").imports()
}

// The remaining checks compare the behaviour of the packages in the engines.
def machines = ['node', '--version'].execute().text.trim()
assert (machines =~ /v(\d+)/)[0][1].toInteger() >= 20 : "node is ${machines}, and the packages and the loader want 20 or later"
def architecture = [amd64: 'x64', aarch64: 'arm64'][System.getProperty('os.arch')]
def newer = Runtimes.install(basedir, 'node').resolve("node_modules/node-linux-${architecture}/bin/node")
def engines = [
        'Node of the machine': [node: 'node'],
        'Node 24': [node: newer.toString()],
        'Chromium': [chromium: Runtimes.install(basedir, 'playwright').toString()]]
def command = new ProcessBuilder('node', '--test', '--test-reporter=spec', 'check/check.test.mjs')
        .directory(basedir)
        .redirectErrorStream(true)
command.environment().put('MEWE_ENGINES', new Gson().toJson(engines))
def process = command.start()
def output = process.inputStream.getText('UTF-8')
new File(basedir, 'check.log').setText(output, 'UTF-8')
assert process.waitFor() == 0 : output
// The tests were found, and none was skipped.
assert output =~ /pass \d+/ && output.contains('fail 0') && output.contains('skipped 0') && output.contains('todo 0')
assert output.contains('tests 16')
return true

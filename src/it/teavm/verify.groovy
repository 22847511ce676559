import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logsNoWarning()
build.logs('Diversified words.wasm in ')
def manifest = build.manifest('target/mewe/words-diversified.json')
def large = manifest.functions.findAll { it.instructions >= 10 }
assert large.size() > 100
assert large.count { it.variants.size() >= 1 } >= 0.9 * large.size()
assert large.count { it.variants.size() == 4 } >= 0.75 * large.size()

// Garbage-collected types need Node 22.
def output = { List<String> command ->
    def process = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true).start()
    def text = process.inputStream.getText('UTF-8')
    assert process.waitFor() == 0 : text
    text
}
def canRun = { String node ->
    try {
        node && (output([node, '--version']) =~ /v(\d+)/)[0][1].toInteger() >= 22
    } catch (IOException e) {
        false
    }
}
def node = [System.getenv('MEWE_NODE'), 'node'].find(canRun)
def architecture = [amd64: 'x64', aarch64: 'arm64'][System.getProperty('os.arch')]
if (!node && System.getProperty('os.name') == 'Linux' && architecture) {
    def name = 'node-linux-' + architecture
    output(['npm', 'install', '--silent', '--no-save', '--prefix', 'target/node', name + '@24.21.0'])
    node = "${basedir}/target/node/node_modules/${name}/bin/node".toString()
}
if (!node) {
    println 'No node of version 22 or later (MEWE_NODE names one): the output was not run'
    return
}
def original = output([node, 'run.mjs', 'target/javascript/words.wasm'])
assert original.contains('the 3') && original.endsWith('caught\n')
for (run in 1..3) {
    assert output([node, 'run.mjs', 'target/mewe/words-diversified.wasm']) == original
}

import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logsNoWarning()
build.logs('Diversified app.wasm in ', ': 4 of 4 functions, ', 'randomness export, seed ')

assert build.names('target/mewe') == ['app-diversified.json', 'app-diversified.wasm']
def original = build.module('app.wasm')
def output = build.module('target/mewe/app-diversified.wasm')
assert output.imports() == []
assert output.exports() == original.exports() + 'mewe_seed'
assert output.call('demo') == original.call('demo')
assert output.call('gcd', 1071, 462) == 21

def manifest = build.manifest('target/mewe/app-diversified.json')
assert manifest.schemaVersion == 2
assert manifest.input.name == 'app.wasm'
assert manifest.input.bytes == build.bytes('app.wasm').length
assert manifest.output.name == 'app-diversified.wasm'
assert manifest.output.bytes == build.bytes('target/mewe/app-diversified.wasm').length
assert manifest.parameters['budget/variants'] == '4'
assert manifest.totals.functions == 4
assert manifest.totals.variants == manifest.functions*.variants*.size().sum()
assert manifest.functions*.name == ['gcd', 'fnv', 'collatz', 'demo']
manifest.functions.each { function ->
    assert function.variants.every { it.name.startsWith(function.name + '$v') && !it.chain.isEmpty() }
}

// Installed beside pom.xml, under the classifier.
def installed = new File(localRepositoryPath, 'io/github/mewe/it/pom-packaging/1.0/pom-packaging-1.0-diversified')
assert new File(installed.path + '.wasm').bytes == build.bytes('target/mewe/app-diversified.wasm')
assert new File(installed.path + '.json').bytes == build.bytes('target/mewe/app-diversified.json')

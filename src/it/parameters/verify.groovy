import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logsNoWarning()
def original = build.module('app.wasm').call('demo')
def variants = { manifest -> manifest.functions.collectEntries { [it.name, it.variants.size()] } }
def manifest = { name ->
    assert build.module("target/mewe/app-${name}.wasm").call('demo') == original
    build.manifest("target/mewe/app-${name}.json")
}

def functions = manifest('functions')
assert variants(functions).collectEntries { [it.key, it.value > 0] } == [gcd: true, fnv: true, collatz: false, demo: false]
// A small module gets more than four.
assert variants(functions).values().max() in 5..31
assert functions.functions.findAll { it.name in ['collatz', 'demo'] }.every { it.reason }

def strategies = manifest('strategies')
assert variants(strategies).values().every { it <= 2 }
assert strategies.functions*.variants.flatten()*.chain.flatten()*.strategy as Set == ['rewrite', 'structure'] as Set
assert strategies.parameters.strategies == 'rewrite,structure'
assert strategies.parameters['budget/timeSeconds'] == '3600'
assert !strategies.timeLimited

def tight = manifest('tight')
assert tight.output.codeBytes <= 6 * tight.input.codeBytes
assert tight.totals.variants > 0

def weights = manifest('weights')
assert weights.parameters.weights == 'gcd=0.0,*=0.1:3.0:2.0:1.0'
assert weights.functions.findAll { it.variants && it.originalIndex == null }*.name == ['gcd']

def alone = manifest('variants-alone')
assert alone.parameters.includeOriginal == 'false'
assert alone.totals.variants > 0
assert alone.functions.every { it.originalIndex == null }

def dispatch = manifest('dispatch')
assert dispatch.dispatch == 'table'
assert dispatch.functions*.choice.findAll()*.shape as Set == ['table'] as Set
assert dispatch.functions*.choice.findAll()*.number == (0..<dispatch.totals.diversified).toList()
assert new File(basedir, 'target/mewe/app-dispatch.wasm').getText('ISO-8859-1').contains('mewe_force')
assert !new File(basedir, 'target/mewe/app-functions.wasm').getText('ISO-8859-1').contains('mewe_force')

assert build.module('elsewhere/deep/app-1.0_beta-2.wasm').call('demo') == original
def installed = new File(localRepositoryPath, 'io/github/mewe/it/parameters/1.0').list() as List
assert 'parameters-1.0-tight.wasm' in installed
assert !installed.any { it.contains('beta') }

import io.github.mewe.maven.it.Build
import io.github.mewe.maven.it.WasmFile

def build = Build.in(basedir)
build.logsNoWarning()
// One message for each execution whose host must seed the output, or cannot.
build.logsTimes(1, '[WARNING] Every instance of app-export.wasm repeats the same choices until the host calls mewe_seed in it.')
build.logsTimes(1, '[WARNING] Every instance of app-auto.wasm repeats the same choices until the host calls mewe_seed in it.')
build.logsTimes(2, ' repeats the same choices until the host calls mewe_seed ')
// The results of an import are harvested.
build.logsTimes(1, '[WARNING] The choices of dice-dice-export.wasm can be guessed until the host calls mewe_seed in')
build.logsTimes(1, '[WARNING] Every run of app-fixed.wasm makes the same choices,')
// The loader seeds.
build.logs('[INFO] Instantiate or seed app-loaded.wasm with mewe-loader.mjs, or call mewe_seed in each instance')
assert build.names('target/loaded') == ['app-loaded.json', 'app-loaded.wasm',
    'mewe-auto.d.mts', 'mewe-auto.mjs', 'mewe-loader.d.mts', 'mewe-loader.mjs',
    'mewe-twins.d.mts', 'mewe-twins.mjs']
build.lacks('target/mewe/mewe-loader.mjs', 'target/mewe/mewe-loader.d.mts')
def wasi = 'wasi_snapshot_preview1.random_get'

// The imports and exports that each source adds to a module without imports.
def original = build.module('app.wasm')
def expected = [
        wasi: [[wasi], []],
        host: [['mewe.random'], []],
        export: [[], ['mewe_seed']],
        fixed: [[], []],
        auto: [[], ['mewe_seed']]]
expected.each { source, added ->
    def output = build.module("target/mewe/app-${source}.wasm")
    assert output.imports() == added[0]
    assert output.exports() == original.exports() + added[1]
    [0L, -1L, 0x0123456789abcdefL].each { entropy ->
        def instance = output.instance(entropy)
        if ('mewe_seed' in output.exports()) {
            instance.export('mewe_seed').apply(entropy, 42)
        }
        10.times { assert WasmFile.call(instance, 'demo') == original.call('demo') }
    }
    // The first choice asks the host, later ones do not: one call of random_get, or two of mewe.random.
    assert output.hostCalls() == 3 * [wasi: 1, host: 2].getOrDefault(source, 0)

    def manifest = build.manifest("target/mewe/app-${source}.json")
    assert manifest.parameters.randomness == source
    assert manifest.randomness == (source == 'auto' ? 'export' : source)
    assert manifest.seeding.by == [wasi: 'wasi', fixed: 'nobody'].getOrDefault(source, 'host')
}

// A module that has the import keeps it and gets no second one.
def dice = build.module('dice.wasm')
for (resolved in [wasi: 'wasi', export: 'export', auto: 'wasi']) {
    def classifier = 'dice-' + resolved.key
    def output = build.module("target/mewe/dice-${classifier}.wasm")
    assert output.imports() == [wasi]
    assert output.exports() == dice.exports() + (resolved.value == 'export' ? ['mewe_seed'] : [])
    assert build.manifest("target/mewe/dice-${classifier}.json").randomness == resolved.value
    [1L, 987654321L].each { entropy ->
        assert WasmFile.call(output.instance(entropy), 'roll', 6) == WasmFile.call(dice.instance(entropy), 'roll', 6)
        assert WasmFile.call(output.instance(entropy), 'mix', 5, 6) == dice.call('mix', 5, 6)
    }
}

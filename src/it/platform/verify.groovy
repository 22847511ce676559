import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
def original = build.module('app.wasm')
def manifest = { name, stem = 'app' -> build.manifest("target/${name}/${stem}-${name}.json") }
def loader = ['mewe-auto.d.mts', 'mewe-auto.mjs', 'mewe-loader.d.mts', 'mewe-loader.mjs',
    'mewe-twins.d.mts', 'mewe-twins.mjs']

// The defaults of each platform.
def expected = [workers: ['export', true], fastly: ['wasi', false], wasi: ['wasi', false]]
expected.each { name, settings ->
    assert manifest(name).randomness == settings[0]
    assert manifest(name).parameters.platform == name
    assert manifest(name).parameters.randomness == ''
    assert manifest(name).warnings == []
    assert build.names("target/${name}") == ["app-${name}.json", "app-${name}.wasm"] + (settings[1] ? loader : [])
    def output = build.module("target/${name}/app-${name}.wasm")
    assert output.imports() == (settings[0] == 'wasi' ? ['wasi_snapshot_preview1.random_get'] : [])
    assert output.call('demo') == original.call('demo')
}

// Configuration takes precedence, with a warning where it does not work.
assert manifest('browser').randomness == 'wasi'
assert build.names('target/browser') == ['app-browser.json', 'app-browser.wasm']
assert manifest('fastly-export').randomness == 'export'
assert manifest('jvm', 'vectors').randomness == 'export'
def warnings = [
        browser: "Platform 'browser': <randomness> (mewe.randomness) is 'wasi', but the platform does not provide WASI.",
        'fastly-export': "Platform 'fastly': <randomness> (mewe.randomness) is 'export', but Fastly Compute does not call mewe_seed,",
        jvm: "Platform 'jvm': the output uses vector instructions (SIMD), but "]
warnings.each { name, text ->
    def said = manifest(name, name == 'jvm' ? 'vectors' : 'app').warnings
    assert said.size() == 1
    assert said[0].startsWith(text)
    // An up-to-date build repeats the warnings.
    [1, 2].each { build.invocation(it).logsTimes(1, '[WARNING]   ' + text) }
}
build.logsTimes(6, ' Platform \'')
build.invocation(1).logsTimes(6, 'Diversified ')
build.invocation(2).logsTimes(6, 'Up to date: ').logsNot('Diversified ')
return true

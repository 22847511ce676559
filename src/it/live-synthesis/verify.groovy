import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logsNoWarning()
def manifest = build.manifest('target/searched/app-diversified.json')
assert manifest.parameters.synthesis == 'live'
assert manifest.functions.collectEntries { [it.name, it.variants.size()] }.subMap('mix', 'fold') == [mix: 4, fold: 4]
assert manifest.functions*.variants.flatten()*.chain.flatten()*.strategy as Set == ['synthesis'] as Set

// The cache keeps the replacements, and does not change the output.
def kept = new File(basedir, 'cache').listFiles()
assert kept.length == 1 && kept[0].name.startsWith('replacements-') && kept[0].readLines().size() >= 4
assert build.bytes('target/searched/app-diversified.wasm') == build.bytes('target/known/app-diversified.wasm')

def original = build.module('app.wasm').call('demo')
assert build.module('target/searched/app-diversified.wasm').call('demo') == original

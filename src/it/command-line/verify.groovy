import io.github.mewe.maven.it.Build

// Runs by the goal's prefix, without an execution.
def build = Build.in(basedir)
build.logsNoWarning()
build.logs('Diversified app.wasm in ')
def manifest = build.manifest('target/mewe/app-diversified.json')
assert manifest.functions.collectEntries { [it.name, it.variants.size()] } == [gcd: 3, fnv: 0, collatz: 0, demo: 0]
assert manifest.parameters.strategies == 'rewrite'

import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
def first = build.invocation(1)
first.logs(
        'Diversified app.wasm in ',
        'core module 0 (main): ',
        'core module 1 (wit-component-shim-module): left alone, ',
        'core module 0/0 (arithmetic): ',
        'core module 0/0: it imports no random numbers, so the build\'s seed alone decides',
        'Verified app-diversified.core-0.wasm: ',
        'Verified app-diversified.core-0-0.wasm: ',
        'app-diversified.core-0.wasm: ',
        'Report: ' + new File(basedir, 'target/mewe/app-diversified.core-0-report.html'),
        'Report: ' + new File(basedir, 'target/mewe/app-diversified.core-0-0-report.html'),
        'component-1.0-diversified.wasm',
        'component-1.0-diversified.json')
first.logsNot('mewe_seed')
build.invocation(2).logs('Up to date: ' + new File(basedir, 'target/mewe/app-diversified.wasm'))

def manifest = build.manifest('target/mewe/app-diversified.json')
assert manifest.coreModules*.path == ['0', '1', '0/0']
assert manifest.totals.variants == manifest.coreModules.findAll { it.manifest }*.manifest*.totals*.variants.sum()
return true

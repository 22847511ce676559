import io.github.mewe.maven.it.Build

def build = Build.in(basedir)

build.invocation(1)
        .logsNoWarning()
        .logs('Verified app-diversified.wasm: ', 'Whole runs: ', ' equal, 0 divergent, 0 not run')
        .logs(new File(basedir, 'target/mewe/app-diversified-verification.json').path)
def manifest = build.manifest('target/mewe/app-diversified.json')
build.invocation(2).logsNoWarning().logs('Verified app-diversified.wasm: ', ' equal, 0 divergent, 0 not run')
def verification = build.manifest('target/mewe/app-diversified-verification.json')
assert verification.binarySha256 == manifest.output.sha256
assert verification.divergences == []
assert verification.totals.variants == manifest.totals.variants
assert verification.runs.findAll { it.invocation == 'gcd(1071, 0x1ce), then demo()' }.size() > 3
assert verification.runs.every { it.outcome == 'equal' }
assert verification.runs.count { it.invocation == 'driver driver.mjs' && it.engine == 'node' } > 3
assert verification.runs*.choices.any { it.startsWith('seed mewe_seed(0x') }
assert verification.runs*.choices.contains('variant 1 everywhere')

build.invocation(3)
        .logs('failing-driver.mjs, configured in <verify><driver> (mewe.verify.driver), failed with the original: ')
        .logs('the test data is missing')
build.invocation(4).logs('the original app.wasm was not found in [', 'Name it with <input> (mewe.input)')
build.invocation(5)
        .logs('app-diversified.wasm does not match the manifest ')
        .logs('restore the file')
        .logsNot('Verified app-diversified.wasm')

// A script's last value other than null or true counts as a failure.
return true

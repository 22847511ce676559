import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
def file = new File(basedir, 'target/mewe/app-diversified-measurement.json')

build.invocation(1)
        .logsNoWarning()
        .logs('app-diversified.wasm: 4 of 4 eligible functions have variants')
        .logs('gcd(1071, 0x1ce): 300 runs, unique traces (R) ', 'demo(): 300 runs, unique traces (R) ', ': run time x')
        .logs('Measurement: ' + file.path)
build.invocation(2).logsNoWarning().logs('Measurement: ' + file.path)
build.invocation(3)
        .logs('<require><uniqueRatio> (mewe.measure.require.uniqueRatio) must be at least 1.0, but is ')
        .logsNot(': run time x')

def manifest = build.manifest('target/mewe/app-diversified.json')
def measurement = build.manifest('target/mewe/app-diversified-measurement.json')
assert measurement.binarySha256 == manifest.output.sha256
assert measurement.statics.variants == manifest.totals.variants
assert measurement.statics.distinct == manifest.totals.variants
assert measurement.statics.functionEntries*.name == manifest.functions.findAll { it.variants }*.name
assert measurement.dynamics*.invocation == ['gcd(1071, 0x1ce)', 'demo()']
assert measurement.dynamics.every { it.entropy <= it.ceiling && it.entropy >= 0.7 * it.ceiling }
assert measurement.dynamics[1].dispatchers == 4
assert measurement.dynamics[1].uniqueRatio > measurement.dynamics[0].uniqueRatio
assert measurement.times == []
assert measurement.frontier*.maxOverhead == [1.0, 1.02, 1.05, 1.1, 1.2, 1.5, 2.0, 1000.0]

// A script's last value other than null or true counts as a failure.
return true

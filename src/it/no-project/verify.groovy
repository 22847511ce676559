import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.invocation(1).logsNoWarning().logs('Diversified app.wasm in ')
assert build.names('elsewhere') == ['app.wasm', 'app.wat', 'out', 'target']
assert build.names('elsewhere/target/mewe') == ['app-diversified.json', 'app-diversified.wasm']
assert build.module('elsewhere/target/mewe/app-diversified.wasm').call('demo') == build.module('elsewhere/app.wasm').call('demo')

build.invocation(2).logs('found no .wasm file: ', 'its attached artifacts and ' + new File(basedir, 'elsewhere/target'))
build.invocation(3).logsNoWarning().logs('mewe:diversify', 'User property: mewe.randomness', 'User property: mewe.seed')

build.invocation(4).logsNoWarning().logs('Diversified app.wasm in ', 'seed one', 'randomness fixed')
def manifest = build.manifest('elsewhere/out/app-mv.json')
assert manifest.parameters == [
        'budget/maxGrowth': '20.0', 'budget/maxOverhead': '1.1', 'budget/maxVariantCost': '1.3',
        'budget/timeSeconds': '3600', 'budget/variants': '1', debug: 'false', dispatch: 'switch', excludes: '*tz',
        force: 'false', granularity: 'auto', includeOriginal: 'true', includes: 'gcd,c*', profile: '',
        randomness: 'fixed', strategies: 'rewrite', synthesis: 'shipped', trace: 'none', weights: '']
assert manifest.seed == 'one'
assert manifest.functions.collectEntries { [it.name, it.variants.size()] } == [gcd: 1, fnv: 0, collatz: 0, demo: 0]

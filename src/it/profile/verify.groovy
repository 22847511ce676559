import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
def original = build.module('app.wasm').call('demo')

build.invocation(1).logsNoWarning().logs('estimated run time x')
// Such a short run exceeds the overhead budget, and the log says so.
def over = ' exceeds <budget><maxOverhead> (mewe.maxOverhead), which is 1.10'
build.invocation(2)
        .logs(over)
        .logs('Instrumented module: ' + new File(basedir, 'target/mewe/app-instrumented.wasm'))
        .logs('4 of 4 functions were called, 9 times; hottest: ')
        .logs('Profile: ' + new File(basedir, 'src/main/mewe/app.profile.json'))
        .logs('Diversified app.wasm in ', 'predicted run time x')
build.invocation(3).logs('Up to date: ')

def manifest = build.manifest('target/mewe/app-diversified.json')
assert manifest.prediction.from == 'profile'
assert manifest.warnings.size() == 1 && manifest.warnings[0].contains(over)
assert manifest.functions.collectEntries { [it.name, [it.load.calls, it.load.indirectCalls]] } ==
        [gcd: [6.0d, 5.0d], fnv: [1.0d, 0.0d], collatz: [1.0d, 0.0d], demo: [1.0d, 1.0d]]
assert manifest.functions*.load*.share.sum() > 0.99
assert build.module('target/mewe/app-diversified.wasm').call('demo') == original
assert build.module('target/mewe/app-instrumented.wasm').call('demo') == original

build.invocation(4).logs(over).logs('2 of 4 functions were called, 1001 times; hottest: gcd 98 %')
def counted = build.manifest('counts/target/mewe/app-diversified.json')
assert counted.prediction.from == 'profile'
assert counted.functions.find { it.name == 'gcd' }.load.calls == 1000.0d
build.invocation(5).logs('No profile recorded: configure <invocations> or <start>', '<counts> (mewe.counts)')
build.invocation(6).logs('missing.json that <counts> (mewe.counts) names does not exist').logsNot('NullPointerException')

// A script's last value other than null or true counts as a failure.
return true

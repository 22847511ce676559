import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logsNoWarning()
def binary = { build.bytes("target/${it}/app-diversified.wasm") }
def seed = { build.manifest("target/${it}/app-diversified.json").seed }

assert seed('default') ==~ /[0-9a-f]{32}\/[0-9a-f]{32}/
assert seed('number') == '7'
assert seed('text') == 'release 7, «A»'
assert binary('text') == binary('again')
def different = ['default', 'number', 'text', 'drawn', 'drawn-again']
assert different.collect { binary(it).encodeHex().toString() }.unique().size() == different.size()

// The log shows the drawn seed, which gives the same output again.
def drawn = build.matches(/Drew the seed ([0-9a-f]{32})\. To make the same output again, set <seed> \(mewe\.seed\)/)
assert drawn.size() == 4 && drawn.unique(false).size() == 4
assert [seed('drawn'), seed('drawn-again')] == drawn[2..3]
build.invocation(2).logsTimes(4, 'Up to date: ').logsTimes(2, 'Diversified app.wasm in ')
def original = build.module('app.wasm').call('demo')
assert different.every { build.module("target/${it}/app-diversified.wasm").call('demo') == original }

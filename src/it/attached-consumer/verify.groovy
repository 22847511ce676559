import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logsNoWarning()
build.logsTimes(2, 'Diversified app.wasm in ')
build.invocation(3).logs('Building attached-consumer-app').logsNot('Diversified', 'Building attached-producer')

def consumed = 'consumer/target/web/attached-producer-diversified'
assert build.bytes(consumed + '.wasm') == build.bytes('producer/target/mewe/app-diversified.wasm')
assert build.bytes(consumed + '.json') == build.bytes('producer/target/mewe/app-diversified.json')
assert build.module(consumed + '.wasm').call('demo') == build.module('producer/app.wasm').call('demo')

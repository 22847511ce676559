import io.github.mewe.maven.it.Build

// Both executions take the attached module, and the second does not take the first one's output.
def build = Build.in(basedir)
build.logsNoWarning()
build.logsTimes(2, 'Diversified app.wasm in ')
assert build.names('target/mewe') == ['app-diversified.json', 'app-diversified.wasm', 'app-for-tests.json', 'app-for-tests.wasm']
assert build.manifest('target/mewe/app-for-tests.json').randomness == 'fixed'
assert build.module('target/mewe/app-for-tests.wasm').call('demo') == build.module('app.wasm').call('demo')

def installed = new File(localRepositoryPath, 'io/github/mewe/it/attached-input/1.0')
assert new File(installed, 'attached-input-1.0.wasm').bytes == build.bytes('app.wasm')
assert new File(installed, 'attached-input-1.0-diversified.wasm').bytes == build.bytes('target/mewe/app-diversified.wasm')
assert new File(installed, 'attached-input-1.0-for-tests.wasm').bytes == build.bytes('target/mewe/app-for-tests.wasm')

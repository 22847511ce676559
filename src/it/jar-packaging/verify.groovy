import io.github.mewe.maven.it.Build

// The goal finds the only module below the build directory.
def build = Build.in(basedir)
build.logsNoWarning()
build.logs('Diversified app.wasm in ')
assert build.module('target/mewe/app-diversified.wasm').call('demo') == build.module('target/classes/app.wasm').call('demo')

def installed = new File(localRepositoryPath, 'io/github/mewe/it/jar-packaging/1.0')
assert new File(installed, 'jar-packaging-1.0.jar').isFile()
assert new File(installed, 'jar-packaging-1.0-diversified.wasm').bytes == build.bytes('target/mewe/app-diversified.wasm')

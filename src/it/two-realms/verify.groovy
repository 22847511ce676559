import io.github.mewe.maven.it.Build

// A plugin declaration with an additional dependency has a separate class loader; both load the native library.
def build = Build.in(basedir)
build.logsTimes(2, 'Created new class realm plugin>io.github.mewe:mewe-maven-plugin:')
build.logsTimes(2, 'Diversified app.wasm in ')
build.logsNot('UnsatisfiedLinkError', 'not marked as @threadSafe')
assert build.bytes('plain/target/mewe/app-diversified.wasm') == build.bytes('extended/target/mewe/app-diversified.wasm')
assert build.bytes('plain/target/mewe/app-diversified.json') == build.bytes('extended/target/mewe/app-diversified.json')
assert build.module('plain/target/mewe/app-diversified.wasm').call('demo') == build.module('app.wasm').call('demo')

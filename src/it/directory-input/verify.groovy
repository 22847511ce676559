import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.invocation(1).logsNoWarning().logs('Diversified app.wasm in ', 'Diversified games/dice.wasm in ')
def installed = new File(localRepositoryPath, 'io/github/mewe/it/directory-input/1.0').list() as Set
assert installed.containsAll(['app', 'games-dice'].collectMany {
    ["directory-input-1.0-diversified-${it}.wasm".toString(), "directory-input-1.0-diversified-${it}.json".toString()]
})

// The good modules are diversified, then the build fails with the reason.
def second = build.invocation(2)
second.logs('Diversified app.wasm in ', 'Diversified z/last.wasm in ', 'BUILD FAILURE')
second.logs('1 of 3 modules failed:', '  ' + new File(basedir, 'with-bad/bad.wasm') + ': ')
// Two outputs with the same classifier do not overwrite each other.
build.invocation(3).logs(
        new File(basedir, 'clashing/a-b.wasm').path + ' and ' + new File(basedir, 'clashing/a/b.wasm').path
                + ' would be attached with the same classifier')
assert build.names('target/mewe') == ['app-diversified.json', 'app-diversified.wasm', 'z']
assert build.names('target/mewe/z') == ['last-diversified.json', 'last-diversified.wasm']
assert build.module('target/mewe/z/last-diversified.wasm').call('mix', 3, 4) == build.module('with-bad/z/last.wasm').call('mix', 3, 4)

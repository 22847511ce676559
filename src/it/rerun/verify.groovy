import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logsNoWarning()
build.invocation(1).logs('Diversified app.wasm in ').logsNot('Up to date')
// An up-to-date output is attached too.
build.invocation(2).logs('Up to date: ').logsNot('Diversified').logs('rerun-1.0-diversified.wasm', 'rerun-1.0-diversified.json')
// If one command runs the goal twice, nothing is attached twice.
build.invocation(3)
        .logsTimes(1, 'Diversified app.wasm in ')
        .logsTimes(1, 'Up to date: ')
        .logsTimes(1, 'rerun-1.0-diversified.wasm')
// Another parameter gives another output.
build.invocation(4).logs('Diversified app.wasm in ').logsNot('Up to date')
build.invocation(5).logs('Up to date: ').logsNot('Diversified')

def manifest = build.manifest('target/mewe/app-diversified.json')
assert manifest.parameters['budget/variants'] == '2'
assert manifest.functions.every { it.variants.size() <= 2 }

def installed = new File(localRepositoryPath, 'io/github/mewe/it/rerun/1.0/rerun-1.0-diversified.json')
assert Build.manifest(installed.toPath()).parameters['budget/variants'] == '4'

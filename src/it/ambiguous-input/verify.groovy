import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.invocation(1).logs(
        'found 2 .wasm files; choose one with <input> (mewe.input)',
        '  ' + new File(basedir, 'out/more/two.wasm'),
        '  ' + new File(basedir, 'out/one.wasm'))
build.invocation(2).logsNoWarning().logs('Diversified two.wasm in ')
// The previous build's output is not an input.
build.invocation(3).logsNoWarning().logs('Diversified one.wasm in ', 'Diversified more/two.wasm in ').logsTimes(2, 'Diversified ')
assert build.names('out/mewe') == [
        'more', 'one-diversified.json', 'one-diversified.wasm', 'two-diversified.json', 'two-diversified.wasm']

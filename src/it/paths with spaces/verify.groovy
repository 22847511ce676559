import io.github.mewe.maven.it.Build
import io.github.mewe.maven.it.WasmFile

def build = Build.in(basedir)
build.logsNoWarning()
build.logs('Diversified the module.wasm in ')
build.logsTimes(3, 'Diversified ')
assert build.names('an output/directory') == ['the module-diversified.json', 'the module-diversified.wasm']
assert build.manifest('an output/directory/the module-diversified.json').input.name == 'the module.wasm'

// This process's locale may not support the other files' names; installed files have plain names.
def original = build.module('the module.wasm')
for (classifier in ['diversified', 'found', 'letters']) {
    def path = new File(localRepositoryPath, 'io/github/mewe/it/paths-with-spaces/1.0/paths-with-spaces-1.0-' + classifier)
    def output = WasmFile.parse(new File(path.path + '.wasm').bytes)
    assert output.call('demo') == original.call('demo')
    if (classifier != 'diversified') {
        assert Build.manifest(new File(path.path + '.json').toPath()).input.name == 'übung + 渡辺.wasm'
    }
}

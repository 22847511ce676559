import io.github.mewe.maven.it.Build

// No input crashes the virtual machine: Maven goes on to the good module and prints a summary.
def build = Build.in(basedir)
build.logs('BUILD FAILURE', 'Reactor Summary')
build.logsTimes(1, 'Diversified app.wasm in ')
assert build.module('good/target/mewe/app-diversified.wasm').call('demo') == build.module('good/app.wasm').call('demo')

def file = { new File(basedir, it + '/app.wasm').path + ': ' }
build.logs(
        file('text') + 'it is a text file, not a WebAssembly binary',
        file('empty') + 'the file is empty',
        file('truncated') + 'a section extends beyond the end: the file is cut off',
        file('component') + 'a section extends beyond the end: the file is cut off',
        file('object') + 'it is a relocatable object file, not a linked module',
        file('invalid') + 'it is not valid: ')
build.logs('MojoFailureException').logsNot('MojoExecutionException', 'IllegalStateException')
assert ['text', 'empty', 'truncated', 'component', 'object', 'invalid'].every {
    new File(basedir, it + '/target/mewe').list()?.length in [null, 0]
}

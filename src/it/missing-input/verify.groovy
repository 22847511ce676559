import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logs(
        "found no .wasm file: checked the project's main artifact, its attached artifacts and "
                + new File(basedir, 'none/target') + '. Name the file with <input> (mewe.input)',
        'the file ' + new File(basedir, 'no-file/src/missing.wasm') + ' that <input> (mewe.input) names does not exist',
        'there is no .wasm file in the directory ' + new File(basedir, 'no-module') + ' that <input> (mewe.input) names')
build.logsNot('NullPointerException', 'PluginContainerException')
// A failure that the user can correct, not an error of the environment.
build.logs('MojoFailureException').logsNot('MojoExecutionException')
build.lacks('none/target/mewe', 'no-file/target/mewe', 'no-module/target/mewe')

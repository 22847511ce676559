import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logsTimes(2, 'Diversified app.wasm in ')
for (type in ['wasm', 'json']) {
    def path = 'target/mewe/app-diversified.' + type
    assert build.bytes('project/' + path) == build.bytes('target/quite/another/place/' + path)
}

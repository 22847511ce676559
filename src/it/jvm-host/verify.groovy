import io.github.mewe.maven.it.Build
import java.util.zip.ZipFile

def build = Build.in(basedir)
build.logsNoWarning()

// The host's tests ran in the first build, which had nothing packaged, and in the second.
build.invocation(1).logs('Diversified tokens.wasm in ').logsNot('Building jar')
build.invocation(2).logs('Building jar', 'Verified tokens-diversified.wasm: ')
[1, 2].each { number ->
    build.invocation(number).logs(' different ways')
    assert build.invocation(number).matches(/Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0\n/) == ['12']
}

def verification = build.manifest('service/target/mewe/tokens-diversified-verification.json')
assert verification.divergences == []
assert verification.totals.variants > 20

// The jar contains the verified binary and no other.
new ZipFile(build.file('host/target/tokens.jar').toFile()).withCloseable { jar ->
    assert jar.entries().findAll { it.name.endsWith('.wasm') }*.name == ['tokens-service-diversified.wasm']
    def binary = jar.getInputStream(jar.getEntry('tokens-service-diversified.wasm')).bytes
    assert binary == build.bytes('service/target/mewe/tokens-diversified.wasm')
}

// The packaged program serves.
def java = [System.getProperty('java.home'), 'bin', 'java'].join(File.separator)
def server = new ProcessBuilder(java, '-jar', 'host/target/tokens.jar', '0')
        .directory(basedir)
        .redirectErrorStream(true)
        .start()
try {
    def line = server.inputReader().readLine()
    assert line =~ '^http://localhost:[0-9]+$'
    def post = { path, body ->
        def connection = new URL(line + path).openConnection()
        connection.doOutput = true
        connection.outputStream.withStream { it << body }
        connection.inputStream.text
    }
    def token = post('/sign', 'user=17')
    assert token.startsWith('dXNlcj0xNw.')
    assert post('/verify', token) == 'user=17'
} finally {
    server.destroy()
    server.waitFor()
}
return true

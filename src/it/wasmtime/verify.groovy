import io.github.mewe.maven.it.Build
import io.github.mewe.maven.it.Runtimes
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.security.MessageDigest

def build = Build.in(basedir)
build.logsNoWarning()
build.logsTimes(1, '[WARNING] Every run of words-fixed.wasm makes the same choices,')

// Wasmtime 42: Wizer calls an export in it, with WASI, and writes a snapshot of the state that this leaves, which is thrown away.
def wasmtime = Runtimes.install(basedir, 'wasmtime').resolve('node_modules/@bytecodealliance/wizer-linux-x64/wizer')
def scratch = new File(basedir, 'target/runs')
scratch.mkdirs()
def runs = 0
def run = { String module, byte[] input, String... options ->
    def stem = new File(scratch, "${runs++}")
    def (stdin, stdout, stderr) = ['in', 'out', 'err'].collect { new File("${stem}.${it}") }
    stdin.bytes = input
    def output = '-o' in options ? [] : ['-o', '/dev/null']
    def command = [wasmtime.toString(), *output, *options, module]
    def exit = new ProcessBuilder(command)
            .directory(basedir)
            .redirectInput(stdin).redirectOutput(stdout).redirectError(stderr)
            .start()
            .waitFor()
    [exit: exit, stdout: stdout.getText('UTF-8'), stderr: stderr.bytes, said: stderr.getText('UTF-8'), of: "${module} with ${stdin}"]
}
def program = { String module, byte[] input, String... options ->
    def result = run(module, input, '--allow-wasi', '-f', '_start', *options)
    assert result.exit == 0: "${result.of}: ${result.said}"
    result
}

// It writes to stdout like the original.
def seed = new Random().nextLong()
println "texts from the seed ${seed}"
def random = new Random(seed)
def letters = 'eeetaoinshrdlu ,.\n' as char[]
def text = (1..20000).collect { letters[random.nextInt(letters.length)] }.join('')
def bytes = new byte[3000]
random.nextBytes(bytes)
def inputs = [new byte[0], 'The cat, and the hat: “Ünïcöde” the 2nd.\n'.getBytes('UTF-8'), text.getBytes('UTF-8'), bytes]
def builds = [words: ['diversified', 'second', 'third', 'traced', 'fixed'], digest: ['diversified', 'second']]
def untraced = builds.collectEntries { name, classifiers -> [name, classifiers - ['traced', 'fixed']] }
untraced.each { name, classifiers ->
    def answers = inputs.collect { program("target/wasm/${name}.wasm", it).stdout }
    assert answers.toSet().size() == inputs.size()
    inputs.eachWithIndex { input, i ->
        assert name == 'words' || answers[i].startsWith(MessageDigest.getInstance('SHA-256').digest(input).encodeHex().toString())
        classifiers.each { classifier ->
            // The host gives each run another key.
            (classifier == 'diversified' ? 2 : 1).times {
                def result = program("target/mewe/${name}-${classifier}.wasm", input)
                assert result.stdout == answers[i]: "${result.of}, seed ${seed}"
                assert result.stderr.length == 0: result.said
            }
        }
    }
}

// The platform chose the host's random numbers. The Rust program already imported them, the C program did not.
def randomGet = 'wasi_snapshot_preview1.random_get'
builds.each { name, classifiers ->
    def original = build.module("target/wasm/${name}.wasm")
    assert (randomGet in original.imports()) == (name == 'digest')
    classifiers.each { classifier ->
        def output = build.module("target/mewe/${name}-${classifier}.wasm")
        def manifest = build.manifest("target/mewe/${name}-${classifier}.json")
        def added = (name == 'words' && classifier != 'fixed' ? [randomGet] : []) + (classifier in ['traced', 'fixed'] ? ['mewe.trace'] : [])
        assert output.imports().toSorted() == (original.imports() + added).toSorted()
        assert output.exports() == original.exports()
        assert manifest.randomness == (classifier == 'fixed' ? 'fixed' : 'wasi')
        assert manifest.warnings == []
        assert manifest.totals.variants > 100
    }
    assert classifiers.collect { build.bytes("target/mewe/${name}-${it}.wasm").toList() }.toSet().size() == classifiers.size()
}

// The entropy comes from the host: two runs of one binary choose differently and print the same.
def tracing = ['--preload', 'mewe=src/test/wat/trace.wat'] as String[]
def choices = { String classifier, String module = "target/mewe/words-${classifier}.wasm" ->
    def result = program(module, inputs[1], *tracing)
    assert result.stdout == program('target/wasm/words.wasm', inputs[1]).stdout
    def numbers = ByteBuffer.wrap(result.stderr).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer()
    assert result.stderr.length % 8 == 0 && numbers.remaining() > 200: result.said
    def functions = build.manifest("target/mewe/words-${classifier}.json").functions.findAll { it.choice }
    def variants = functions.collectEntries { [(it.choice.number as int): it.variants.size()] }
    (1..numbers.remaining().intdiv(2)).collect {
        def choice = [numbers.get(), numbers.get()]
        assert choice[1] in 0..variants[choice[0]]
        choice
    }
}
assert choices('traced') != choices('traced')
// Without it choices repeat, so the host makes the difference.
assert choices('fixed') == choices('fixed')
// They also repeat if a snapshot contains the key, so take the snapshot before diversification.
def snapshot = 'target/runs/snapshot.wasm'
def made = run('target/mewe/words-traced.wasm', new byte[0], '--allow-wasi', '-f', 'warm_up', *tracing, '-o', snapshot)
assert made.exit == 0: made.said
assert choices('traced', snapshot) == choices('traced', snapshot)

// A host without random_get. The export warm_up needs no import, so the original runs without WASI.
def warmUp = { String module, String... options -> run(module, new byte[0], '-f', 'warm_up', *options) }
def diversified = 'target/mewe/words-diversified.wasm'
assert warmUp('target/wasm/words.wasm').exit == 0
def granted = warmUp(diversified, '--preload', 'wasi_snapshot_preview1=src/test/wat/granting.wat')
assert granted.exit == 0: granted.said
def refused = warmUp(diversified, '--preload', 'wasi_snapshot_preview1=src/test/wat/refusing.wat')
assert refused.exit != 0 && refused.said.contains('mewe.key') && refused.said.contains('wasm `unreachable` instruction executed'): refused.said
def lacking = warmUp(diversified)
assert lacking.exit != 0 && lacking.said.contains('`wasi_snapshot_preview1::random_get` has not been defined'): lacking.said
return true

import io.github.mewe.maven.it.Build
import io.github.mewe.maven.it.Runtimes

def build = Build.in(basedir)
def modules = ['qr', 'seal', 'words']
build.invocation(1).logsNoWarning()
modules.each { name ->
    build.invocation(1).logs("Diversified ${name}.wasm in ")
    def manifest = build.manifest("target/mewe/${name}-diversified.json")
    assert manifest.randomness == 'export'
    assert manifest.warnings == []
    assert manifest.totals.diversified >= 8 : name
    // The extracted module is the original.
    assert build.bytes("target/plain/${name}-plain.wasm") == build.bytes("target/wasm/${name}.wasm")
}

Runtimes.install(basedir, 'workerd')
def node = { String script, String... arguments ->
    def process = new ProcessBuilder(['node', "src/test/scripts/${script}".toString(), basedir.path] + (arguments as List))
            .directory(basedir)
            .redirectErrorStream(true)
            .start()
    println process.inputStream.getText('UTF-8')
    assert process.waitFor() == 0 : "${script} failed, see above"
}
node('check.mjs', '2000', '500')
node('diagnose.mjs')

// The guides show the code that was run.
def squeezed = { it.replaceAll(/\s+/, ' ').trim() }
def shown = ['docs/guides/platforms/workers.md', 'docs/guides/diagnosis.md'].collectMany { guide ->
    def text = Runtimes.repository(basedir).resolve(guide).toFile().getText('UTF-8')
    (text =~ /(?s)<!-- (file|part of): (\S+) -->\n```\w+\n(.*?)```/).collect { all, kind, path, code ->
        def source = new File(basedir, path).getText('UTF-8')
        assert kind == 'file' ? source == code : squeezed(source).contains(squeezed(code)) : "${guide} shows another ${path}"
        path
    }
}
assert shown.size() == 10

return true

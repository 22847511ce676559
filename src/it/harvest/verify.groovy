import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logsNoWarning()
build.logsTimes(1, '[WARNING] The choices of sql-wasm-diversified.wasm can be guessed until the host calls mewe_seed in each instance:')
def manifest = build.manifest('target/mewe/sql-wasm-diversified.json')
assert manifest.randomness == 'export'
assert manifest.seeding.harvested.size() > 10
assert manifest.seeding.notHarvested == null

def process = new ProcessBuilder('node', 'check.mjs', 'target/mewe/sql-wasm-diversified.wasm')
        .directory(basedir)
        .redirectErrorStream(true)
        .start()
println process.inputStream.getText('UTF-8')
assert process.waitFor() == 0 : 'check.mjs failed, see above'
return true

import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logs(
        "<budget><variants> (mewe.variants) is 0; it must be from 1 to 1000",
        "<budget><maxGrowth> (mewe.maxGrowth) is 0.5; it must be from 1.0 to 10000.0",
        "<budget><maxVariantCost> (mewe.maxVariantCost) is 0.9; it must be from 1.0 to 1000.0",
        "<budget><timeSeconds> (mewe.timeSeconds) is -1; it must be 0 (no limit) or more",
        "<strategies> (mewe.strategies): unknown strategy 'obfuscate'; known are structure, optimize, memory, synthesis, rewrite",
        "<randomness> (mewe.randomness) is 'dice'; it must be one of wasi, host, export, fixed, auto",
        "<classifier> (mewe.classifier) is 'a/b'; it must consist of letters, digits, '.', '_' and '-'",
        "the randomness source 'wasi' needs a memory, but the module has none. Choose another source with <randomness> (mewe.randomness)",
        'cannot write to ' + new File(basedir, 'output/app.wasm/mewe') + ': ' + new File(basedir, 'output/app.wasm')
                + ' is not a writable directory. Choose another with <outputDirectory> (mewe.outputDirectory)')
build.logsNot('Diversified', 'NullPointerException', 'IllegalArgumentException')
new File(basedir, '.').eachDir { assert !new File(it, 'target').exists() }

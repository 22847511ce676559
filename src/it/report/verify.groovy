import io.github.mewe.maven.it.Build

def build = Build.in(basedir)

build.invocation(1)
        .logs('there is no manifest in ' + new File(basedir, 'target/mewe'), 'Run the goal mewe:diversify first')
        .logsNot('NullPointerException')
build.invocation(2).logs('No report written: there is no multivariant binary in ')
build.invocation(3).logs('Report: ' + new File(basedir, 'target/mewe/app-diversified-report.html'))
build.invocation(4).logs('Report: ' + new File(basedir, 'target/site/mewe/app-diversified-report.html'))

def report = new String(build.bytes('target/mewe/app-diversified-report.html'), 'UTF-8')
assert report.startsWith('<!doctype html>')
assert report.contains("<title>app-diversified.wasm")
assert report.contains('The goal mewe:verify runs every variant against its original')
assert report == new String(build.bytes('target/site/mewe/app-diversified-report.html'), 'UTF-8')

def page = new String(build.bytes('target/site/mewe-report.html'), 'UTF-8')
assert page.contains('href="mewe/app-diversified-report.html"')
assert page.contains('4 of 4')

// A script's last value other than null or true counts as a failure.
return true

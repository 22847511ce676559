import io.github.mewe.maven.it.Build

def build = Build.in(basedir)
build.logsNoWarning()
build.logsTimes(2, 'Skipped: <skip> (mewe.skip) is set')
build.lacks('target')

# Sourced from the project's directory. Compiles the tests. Then:
#   run CLASS ARGUMENT...  runs a class of the tests
#   files MODULE...        names the files of modules of src/test/corpus

mkdir -p target/synthesis
mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/synthesis/classpath -Dmdep.includeScope=test </dev/null

run() {
  java -Xmx5g -cp "target/test-classes:target/classes:$(cat target/synthesis/classpath)" "$@"
}

files() {
  printf 'target/real-modules/%s/module.wasm\n' "$@"
}

#!/usr/bin/env bash
# Measures how well variants survive compilers, on real modules, and writes docs/results/survival.md:
#
#   bash src/bench/survival/run.sh [--modules a,b,c] [--strategies all,rewrite,...] [--quick]
#   bash src/bench/survival/run.sh --rules
#   bash src/bench/survival/run.sh --sizes
#
# --modules     modules of src/test/corpus; the table then goes to target/survival.md
# --strategies  which tables to make, "all" for all strategies together; likewise
# --quick       all strategies together only, and no times with fixed variants; likewise
# --rules       instead, one rule after the other, applied alone to libsodium and yoga: makes
#               src/main/resources/io/github/mewe/variant/survival.tsv
# --sizes       instead, generation time and peak memory for modules of three sizes: makes docs/results/cost-by-size.md
#
# All strategies together are measured on six modules, then each strategy alone (without times).
#
# Each module is diversified with 8 variants a function and a growth of up to 30. The columns:
# - eligible: functions of 10 instructions or more. All that follows is over these.
# - with a variant, with all 8: shares of the eligible functions
# - WebAssembly-distinct: the variants whose structure, as written, differs from their original's and their siblings'
# - native-distinct: the number of different machine codes among the variants of a function, the original's left out,
#   over the WebAssembly-distinct variants. V8 is TurboFan without Liftoff and without inlining, as Node prints its
#   code; Cranelift is Wasmtime 7's, disassembled by objdump. Padding, addresses and the targets of calls are masked.
#   Original and variants lie in one binary, the output itself, so that nothing else differs between them. TurboFan
#   makes other code of about one function in two thousand when it compiles the same module again.
# - distinct after -O2: likewise by structure, after Binaryen's -O2 over the whole output, dispatchers included, but
#   without inlining (a variant could no more be told from its caller) and merging of equal functions (which crosses
#   functions; equal variants of one function count as one). Over the WebAssembly-distinct variants of the functions
#   that -O2 does not remove as dead code.
# - code growth: bytes of function bodies, output over input
# - generation: seconds of the whole work, reading, linking and writing included
# - fixed variant, time: processor time of the module's workload with variant k in the place of each function, over the
#   original's, measured in turn with it in V8 as it is by default; geometric mean over k. Outputs are compared.
#
# Needs what src/it/setup.sh installs.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

modules=sqlite,libsodium,yoga,brotli,gofmt,teavm-gc
for ((i = 1; i < $#; i++)); do
  [ "${!i}" = --modules ] && next=$((i + 1)) && modules=${!next}
done
[[ " $* " == *" --sizes "* ]] && modules=sqlite,resvg,esbuild
[[ " $* " == *" --rules "* ]] && modules=libsodium,yoga

mkdir -p target/survival
mvn -B -ntp -q -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/survival/classpath -Dmdep.includeScope=test </dev/null
node src/test/corpus/fetch.mjs target/real-modules ${modules//,/ }
exec java -Xmx6g -Dproject.basedir="$PWD" \
  -cp "target/test-classes:target/classes:$(cat target/survival/classpath)" \
  io.github.mewe.bench.survival.SurvivalCommand "$@"

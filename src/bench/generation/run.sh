#!/usr/bin/env bash
# Measures the time, memory and growth of generation beside those of wasm-opt -O2, and writes
# docs/results/generation.md:
#
#   bash src/bench/generation/run.sh [--modules a,b,c] [--earlier REVISION]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
node src/test/clients/install.mjs target/clients # its packages include wasm-opt
run 1g bench.generation.GenerationCommand "$@"

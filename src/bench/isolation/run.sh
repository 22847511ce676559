#!/usr/bin/env bash
# Executes every variant of diversified modules beside its original, and prints the outcome; the counterpart of
# mewe:verify for development:
#
#   bash src/bench/isolation/run.sh [--modules a,b,c] [--variants N] [--inputs N] [--fuel N] [--seed N]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 6g bench.isolation.IsolationCommand "$@"

#!/usr/bin/env bash
# Measures how many variants of real modules are proved equivalent to their originals, and writes the tables to
# target/proofs/proofs.md:
#
#   bash src/bench/proofs/run.sh [--seconds N] [--modules a,b,c]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 4g equivalence.validation.ProofCommand "$@"

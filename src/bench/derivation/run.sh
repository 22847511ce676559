#!/usr/bin/env bash
# Measures how many steps and variants the checker of derivations accepts, and why it rejects others; writes
# target/derivation/derivation.md:
#
#   bash src/bench/derivation/run.sh [--modules a,b,c] [--functions N]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 4g equivalence.derivation.DerivationCommand "$@"

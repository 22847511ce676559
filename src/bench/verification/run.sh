#!/usr/bin/env bash
# Verifies the multivariant binaries of real modules with default settings, and writes docs/results/verification.md:
#
#   bash src/bench/verification/run.sh [--modules a,b,c] [--seconds N] [--seeds a,b] [--of-each-kind N]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 2g bench.verification.VerificationCommand "$@"

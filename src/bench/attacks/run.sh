#!/usr/bin/env bash
# Attacks programs with memory errors under many keys, and writes docs/results/attacks.md:
#
#   bash src/bench/attacks/run.sh [--keys N]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 2g bench.attacks.AttacksCommand "$@"

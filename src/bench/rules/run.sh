#!/usr/bin/env bash
# Measures how each rewrite rule and each structural transformation, applied alone, survives compilers, and writes
# src/main/resources/io/github/mewe/variant/survival.tsv, by which the generator orders its strategies:
#
#   bash src/bench/rules/run.sh
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 6g bench.survival.RuleCommand "$@"

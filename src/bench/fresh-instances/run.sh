#!/usr/bin/env bash
# Counts the different traces of fresh instances of npm packages, and writes docs/results/fresh-instances.md:
#
#   bash src/bench/fresh-instances/run.sh [--instances N] [PACKAGE...]
#
# Runs 100 instances of every package by default; a partial page goes to target. Needs the packages that
# src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 6g bench.instances.FreshInstancesCommand "$@"

#!/usr/bin/env bash
# Measures how long generation takes and how much memory it needs for modules of extreme shapes, and writes
# docs/results/cost-by-shape.md:
#
#   bash src/bench/cost-by-shape/run.sh [--shapes LOCALS,BODY] [--repeat N]

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 1g bench.shape.ShapeCommand "$@"

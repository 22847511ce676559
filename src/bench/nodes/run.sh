#!/usr/bin/env bash
# Runs the paper's services on 64 nodes, isolates of workerd, with 100 requests each, and writes docs/results/nodes.md:
#
#   bash src/bench/nodes/run.sh
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 3g bench.nodes.NodesCommand "$@"

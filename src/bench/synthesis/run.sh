#!/usr/bin/env bash
# Says how much of the slices of SQLite, libsodium and resvg the shipped replacements cover, and how long the search for
# replacements of 1,000 new slices takes; writes docs/results/synthesis.md:
#
#   bash src/bench/synthesis/run.sh
#
# The new slices are the first 1,000, in a random order with a fixed seed, of all slices of two operations or more in
# the three modules; the search knows nothing of the database. Needs what src/it/setup.sh installs.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

modules=(sqlite libsodium resvg)
. src/bench/synthesis/classes.sh
node src/test/corpus/fetch.mjs target/real-modules "${modules[@]}"
run io.github.mewe.variant.synthesis.SynthesisReport docs/results/synthesis.md $(files "${modules[@]}")

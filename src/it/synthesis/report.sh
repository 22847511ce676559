#!/usr/bin/env bash
# Says how much of the slices of SQLite, libsodium and resvg the shipped replacements cover, and how long the search for
# replacements of 1,000 new slices takes; writes docs/synthesis.md:
#
#   bash src/it/synthesis/report.sh
#
# The new slices are the first 1,000, in a random order with a fixed seed, of all slices of two operations or more in
# the three modules; the search knows nothing of the database. Needs what src/it/setup.sh installs.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

modules=(sqlite libsodium resvg)
. src/it/synthesis/classes.sh
node src/it/real-modules/fetch.mjs target/real-modules "${modules[@]}"
run io.github.mewe.variant.synthesis.SynthesisReport docs/synthesis.md $(files "${modules[@]}")

#!/usr/bin/env bash
# Makes the database of replacements that ships with the plugin,
# src/main/resources/io/github/mewe/variant/synthesis/replacements.txt.gz, from real modules (see src/test/corpus):
#
#   bash src/bench/synthesis/build-database.sh
#
# It collects the data-flow slices of their functions, searches for replacements of each, and keeps those that the
# solver proves. Takes every slice of the first three modules, and those met at least eight times in the others; about
# half an hour on two cores. Needs what src/it/setup.sh installs.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

all=(sqlite libsodium resvg)
often=(yoga gofmt brotli teavm-gc rapier webp)
. src/bench/synthesis/classes.sh
node src/test/corpus/fetch.mjs target/real-modules "${all[@]}" "${often[@]}"
run io.github.mewe.variant.synthesis.ReplacementDatabaseBuilder \
  src/main/resources/io/github/mewe/variant/synthesis/replacements.txt.gz \
  +1 $(files "${all[@]}") +8 $(files "${often[@]}")

#!/usr/bin/env bash
# Builds the database of replacements that ships with the plugin,
# src/main/resources/io/github/mewe/variant/synthesis/replacements.txt.gz, from real modules:
#
#   bash src/bench/synthesis/build-database.sh
#
# Takes about half an hour on two processors. Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile
run 5g variant.synthesis.ReplacementDatabaseCommand "$@"

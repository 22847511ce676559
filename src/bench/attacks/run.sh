#!/usr/bin/env bash
# Attacks programs with memory errors under many keys, and writes docs/results/attacks.md:
#
#   bash src/bench/attacks/run.sh [--keys N]
#
# Needs the packages that src/it/setup.sh installs.

. "$(dirname "${BASH_SOURCE[0]}")/../bench.sh"
compile

out=target/attacks
mkdir -p "$out"
program() { # NAME [LINKER OPTION...]
  clang-14 --target=wasm32-wasi -O2 -mexec-model=reactor -fno-builtin-malloc -fno-builtin-free -Wall -Wextra -Werror \
    -Wl,-z,stack-size=1048576 "${@:2}" -o "$out/$1.wasm" src/bench/attacks/c/*.c
}
program stack-last
program stack-first -Wl,--stack-first
run 2g bench.attacks.AttacksCommand "$@"

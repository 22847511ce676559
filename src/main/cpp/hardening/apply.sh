# The changes to Binaryen's source; build-native.sh reads this. Each is checked: another source is an error.

harden() { # SOURCE
  local source=$1 threads=$1/src/support/threads.cpp reader=$1/src/wasm/wasm-binary.cpp
  local effects=$1/src/ir/effects.h

  # Errors throw, and nothing runs on threads of Binaryen's own, where no one could catch them.
  cp "$here/hardening/utilities.cpp" "$source/src/support/utilities.cpp"
  sed -i 's/^size_t ThreadPool::getNumCores() {$/& return 1;/' "$threads"
  grep -q 'getNumCores() { return 1;' "$threads" || fail "threads.cpp is not as expected"

  # Traps may change places with each other, as far as its passes care; hosts see which one it was.
  sed -i 's|^    // Cannot reorder control flow and side effects.$|    if (trap \&\& other.trap) { return true; }\n&|' "$effects"
  grep -q 'if (trap && other.trap)' "$effects" || fail "effects.h is not as expected"

  # A declarative element segment is skipped by the reader, which shifts the numbers of those behind it. An
  # empty passive one in its place behaves the same.
  sed -i -e '/^    if (isDeclarative) {$/,/^    }$/ {
      s/^ *\[\[maybe_unused\]\] auto type = getU32LEB();/auto empty = std::make_unique<ElementSegment>(); empty->setName(name, isExplicit); if (usesExpressions) { empty->type = getType(); } else { getU32LEB(); }/
      s/^      continue;/wasm.addElementSegment(std::move(empty)); continue;/
    }' "$reader"
  [ "$(grep -c 'empty->type = getType\|std::move(empty)' "$reader")" = 2 ] || fail "wasm-binary.cpp is not as expected"
}

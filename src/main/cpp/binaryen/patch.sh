# The changes to Binaryen's source; build-native.sh reads this. Each is checked: another source is an error.

patch_source() { # SOURCE
  local source=$1 here=$native/binaryen
  local threads=$1/src/support/threads.cpp reader=$1/src/wasm/wasm-binary.cpp
  local effects=$1/src/ir/effects.h passes=$1/src/passes/pass.cpp

  # Errors throw, and nothing runs on threads of Binaryen's own, where no one could catch them.
  cp "$native/hardening/utilities.cpp" "$source/src/support/utilities.cpp"
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

  # Only the passes in use are compiled; the default pipeline skips the others.
  sed -i -e '/^void PassRegistry::registerPasses() {$/,/^}$/d' \
    -e 's/^void PassRunner::addIfNoDWARFIssues(std::string passName) {$/&\n  if (!PassRegistry::get()->containsPass(passName)) { return; }/' "$passes"
  grep -q 'containsPass(passName)' "$passes" && ! grep -q '^void PassRegistry::registerPasses' "$passes" ||
    fail "pass.cpp is not as expected"
  cp "$here/registered_passes.cpp" "$source/src/passes"

  # Its one macro for the visibility of the C API: see library.cpp.
  sed -i -e '/^#if defined(__EMSCRIPTEN__)$/,/^#endif$/ { /^#define BINARYEN_API$/s/.*/#ifndef BINARYEN_API\n&\n#endif/ }' "$source/src/binaryen-c.h"
  grep -q '^#ifndef BINARYEN_API' "$source/src/binaryen-c.h" || fail "binaryen-c.h is not as expected"

  echo '#define PROJECT_VERSION "132"' >"$source/src/config.h"
}

// The passes that the library contains, in place of Binaryen's complete list: those that the Java code and its tests run
// by name, those of the default pipeline at optimisation level 2, and those that these and the parser run. The default
// pipeline skips passes that are not registered.

#include "pass.h"
#include "passes/passes.h"

namespace wasm {

void PassRegistry::registerPasses() {
  registerPass("dae-optimizing", "", createDAEOptimizingPass);
  registerPass("coalesce-locals", "", createCoalesceLocalsPass);
  registerPass("code-pushing", "", createCodePushingPass);
  registerPass("dce", "", createDeadCodeEliminationPass);
  registerPass("directize", "", createDirectizePass);
  registerPass("duplicate-import-elimination", "", createDuplicateImportEliminationPass);
  registerPass("global-refining", "", createGlobalRefiningPass);
  registerPass("gsi", "", createGlobalStructInferencePass);
  registerPass("heap2local", "", createHeap2LocalPass);
  registerPass("heap-store-optimization", "", createHeapStoreOptimizationPass);
  registerPass("local-subtyping", "", createLocalSubtypingPass);
  registerPass("memory-packing", "", createMemoryPackingPass);
  registerPass("merge-blocks", "", createMergeBlocksPass);
  registerPass("once-reduction", "", createOnceReductionPass);
  registerPass("optimize-casts", "", createOptimizeCastsPass);
  registerPass("optimize-instructions", "", createOptimizeInstructionsPass);
  registerPass("pick-load-signs", "", createPickLoadSignsPass);
  registerPass("precompute", "", createPrecomputePass);
  registerPass("precompute-propagate", "", createPrecomputePropagatePass);
  registerPass("propagate-debug-locs", "", createDebugLocationPropagationPass);
  registerPass("rse", "", createRedundantSetEliminationPass);
  registerPass("remove-unused-brs", "", createRemoveUnusedBrsPass);
  registerPass("remove-unused-module-elements", "", createRemoveUnusedModuleElementsPass);
  registerPass("remove-unused-names", "", createRemoveUnusedNamesPass);
  registerPass("reorder-globals", "", createReorderGlobalsPass);
  registerPass("reorder-globals-always", "", createReorderGlobalsAlwaysPass);
  registerPass("reorder-locals", "", createReorderLocalsPass);
  registerPass("simplify-globals-optimizing", "", createSimplifyGlobalsOptimizingPass);
  registerPass("simplify-locals", "", createSimplifyLocalsPass);
  registerPass("simplify-locals-nostructure", "", createSimplifyLocalsNoStructurePass);
  registerPass("tuple-optimization", "", createTupleOptimizationPass);
  registerPass("vacuum", "", createVacuumPass);
  registerPass("asyncify", "", createAsyncifyPass);
  registerPass("coalesce-locals-learning", "", createCoalesceLocalsWithLearningPass);
  registerPass("code-folding", "", createCodeFoldingPass);
  registerPass("flatten", "", createFlattenPass);
  registerPass("local-cse", "", createLocalCSEPass);
  registerPass("licm", "", createLoopInvariantCodeMotionPass);
  registerPass("merge-locals", "", createMergeLocalsPass);
  registerPass("rereloop", "", createReReloopPass);
  registerPass("simplify-locals-nonesting", "", createSimplifyLocalsNoNestingPass);
  registerPass("simplify-locals-notee", "", createSimplifyLocalsNoTeePass);
  registerPass("simplify-locals-notee-nostructure", "", createSimplifyLocalsNoTeeNoStructurePass);
  registerPass("ssa-nomerge", "", createSSAifyNoMergePass);
  registerPass("untee", "", createUnteePass);
}

} // namespace wasm

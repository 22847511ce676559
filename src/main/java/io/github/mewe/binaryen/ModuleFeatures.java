package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.common.DeepThread;
import io.github.mewe.wasm.TargetFeatures;
import java.util.List;
import java.util.Set;

/** The features of a module: those that it declares, and those that it uses. */
public final class ModuleFeatures {
    private final BinaryenModule module;
    private final int declared;
    private final int opened;

    /**
     * Reads the features of a module that was just opened.
     *
     * @param declared the features that its features section declares, as Binaryen's bits
     */
    ModuleFeatures(BinaryenModule module, int declared) {
        this.module = module;
        this.declared = declared;
        this.opened = BinaryenModuleGetFeatures(module.handle());
    }

    /** Determines if the module declares or uses tail calls. */
    public boolean hasTailCalls() {
        return has(BinaryenFeatureTailCall());
    }

    /** Determines if the module declares or uses multiple memories. */
    public boolean hasMultipleMemories() {
        return has(BinaryenFeatureMultiMemory());
    }

    /** Determines if the module can have another table without requiring another feature. */
    public boolean canHaveAnotherTable() {
        return BinaryenGetNumTables(module.handle()) == 0
                || (declared & BinaryenFeatureReferenceTypes()) != 0
                || DeepThread.call(() -> mewe_module_uses_references(module.handle()));
    }

    /** Determines if the module declares or uses stack switching. */
    public boolean hasStackSwitching() {
        return has(BinaryenFeatureStackSwitching());
    }

    /** The features that the module uses in its present state, regardless of its declarations. */
    public Set<Feature> used() {
        return DeepThread.call(() -> new FeatureReader(module.handle()).read(module.memories()));
    }

    /** Determines if the module declares or uses memories with pages of another size than 64 KiB. */
    public boolean hasCustomPageSizes() {
        return has(BinaryenFeatureCustomPageSizes());
    }

    private boolean has(int feature) {
        return (BinaryenModuleGetFeatures(module.handle()) & feature) != 0;
    }

    /** The names of the features that the module uses now and did not use or declare when it was opened. */
    List<String> added() {
        int set = BinaryenModuleGetFeatures(module.handle()) & ~opened;
        int added = (set | mewe_module_used_features(module.handle())) & ~(opened | declared);
        return TargetFeatures.NAMES.stream()
                .filter(name -> (ModuleReader.featureBits(List.of(name)) & added) != 0)
                .toList();
    }
}

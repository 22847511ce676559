package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.ir.Memory;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the features that a module uses, regardless of those it declares. */
final class FeatureReader {
    private static final int TRY = BinaryenTryId();
    private static final int RETHROW = BinaryenRethrowId();

    private final long module;

    /**
     * Creates a reader.
     *
     * @param module the handle of an open module
     */
    FeatureReader(long module) {
        this.module = module;
    }

    /**
     * Returns the features in use.
     *
     * @param memories the memories of the module
     */
    Set<Feature> read(List<Memory> memories) {
        int used = mewe_module_used_features(module);
        Map<Feature, Integer> bits = new LinkedHashMap<>();
        bits.put(Feature.MEMORY64, BinaryenFeatureMemory64());
        bits.put(Feature.MULTIPLE_MEMORIES, BinaryenFeatureMultiMemory());
        bits.put(Feature.VECTORS, BinaryenFeatureSIMD128());
        bits.put(Feature.TAIL_CALLS, BinaryenFeatureTailCall());
        bits.put(Feature.GARBAGE_COLLECTION, BinaryenFeatureGC());
        bits.put(Feature.EXCEPTIONS, BinaryenFeatureExceptionHandling());
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        bits.forEach((feature, bit) -> {
            if ((used & bit) != 0) {
                features.add(feature);
            }
        });
        if (memories.stream().anyMatch(Memory::shared)) {
            features.add(Feature.SHARED_MEMORY);
        }
        if (features.contains(Feature.EXCEPTIONS) && hasLegacyExceptions()) {
            features.add(Feature.LEGACY_EXCEPTIONS);
        }
        return Collections.unmodifiableSet(features);
    }

    private boolean hasLegacyExceptions() {
        for (int i = 0; i < BinaryenGetNumFunctions(module); i++) {
            long function = BinaryenGetFunctionByIndex(module, i);
            if (mewe_function_import_module(function) == 0 && hasLegacyExceptions(BinaryenFunctionGetBody(function))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLegacyExceptions(long body) {
        var open = new ArrayDeque<Long>();
        open.push(body);
        while (!open.isEmpty()) {
            long expression = open.pop();
            int id = BinaryenExpressionGetId(expression);
            if (id == TRY || id == RETHROW) {
                return true;
            }
            var children = new long[mewe_child_count(expression)];
            if (children.length > 0) {
                mewe_children(expression, children);
            }
            for (long child : children) {
                open.push(child);
            }
        }
        return false;
    }
}

package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.common.DeepThread;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Finds functions whose code is nested too deeply to be processed. */
final class NestingDepth {
    /** No compiler nests code this deeply, and a {@link DeepThread} has the stack to walk it recursively. */
    static final int MAX = 20_000;

    private long[] nodes = new long[64];
    private int[] depths = new int[64];
    private int size;

    private NestingDepth() {}

    /** The reason for each function that exceeds the depth, by its index among the defined ones. */
    static Map<Integer, String> exceeding(long module) {
        var reasons = new TreeMap<Integer, String>();
        int defined = 0;
        for (int i = 0; i < BinaryenGetNumFunctions(module); i++) {
            long function = BinaryenGetFunctionByIndex(module, i);
            if (mewe_function_import_module(function) == 0) {
                if (new NestingDepth().isExceeded(BinaryenFunctionGetBody(function))) {
                    reasons.put(
                            defined, String.format(Locale.ROOT, "its code is nested more than %,d levels deep", MAX));
                }
                defined++;
            }
        }
        return reasons;
    }

    private boolean isExceeded(long root) {
        push(root, 1);
        while (size > 0) {
            size--;
            int depth = depths[size];
            if (depth > MAX) {
                return true;
            }
            var children = new long[mewe_child_count(nodes[size])];
            if (children.length > 0) {
                mewe_children(nodes[size], children);
            }
            for (long child : children) {
                push(child, depth + 1);
            }
        }
        return false;
    }

    private void push(long node, int depth) {
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, size * 2);
            depths = Arrays.copyOf(depths, size * 2);
        }
        nodes[size] = node;
        depths[size++] = depth;
    }
}

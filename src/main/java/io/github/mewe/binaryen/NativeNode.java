package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.OpaqueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A native node as the template of opaque nodes. It is valid while its module is open. */
final class NativeNode implements Opaque.Template {
    /** The type of the functions that hold nodes for comparison. */
    private static final long ANY_TYPE = anyType();

    private static final int REF_AS = BinaryenRefAsId();
    private static final int REF_CAST = BinaryenRefCastId();
    private static final int NON_NULL = BinaryenRefAsNonNull();

    private static final int TRY_TABLE = BinaryenTryTableId();
    private static final int TRY = BinaryenTryId();
    private static final int RETHROW = BinaryenRethrowId();
    private static final int POP = BinaryenPopId();
    private static final int TUPLE_MAKE = BinaryenTupleMakeId();
    private static final int TUPLE_EXTRACT = BinaryenTupleExtractId();

    private static final int BR_ON = BinaryenBrOnId();
    private static final int BR_ON_NON_NULL = BinaryenBrOnNonNull();
    private static final Names NAMES = new Names();

    /** The label of branches that are compared. */
    private static final long ANY_LABEL = NAMES.of("any");

    private final long module;
    private final long handle;
    private final boolean hasLabels;
    private final boolean isPinned;
    private final boolean leavesFunction;
    private final boolean hasHandlers;
    private long childless;
    private int hash;

    /**
     * Wraps a node.
     *
     * @param module the module that owns the node
     * @param hasLabels true if the node defines or uses a label
     * @param isPinned true if the node depends on its position
     * @param leavesFunction true for a tail call
     * @param hasHandlers true for a legacy try
     */
    NativeNode(
            long module,
            long handle,
            boolean hasLabels,
            boolean isPinned,
            boolean leavesFunction,
            boolean hasHandlers) {
        this.module = module;
        this.handle = handle;
        this.hasLabels = hasLabels;
        this.isPinned = isPinned;
        this.leavesFunction = leavesFunction;
        this.hasHandlers = hasHandlers;
    }

    private static long anyType() {
        long builder = TypeBuilderCreate(1);
        TypeBuilderSetSignatureType(builder, 0, BinaryenTypeNone(), BinaryenTypeNone());
        var types = new long[1];
        TypeBuilderBuildAndDispose(builder, types, new int[1], new int[1]);
        return types[0];
    }

    /** Copies a node into a module, with placeholders for children. */
    static long childless(long module, long node) {
        var placeholders = new long[mewe_child_count(node)];
        for (int i = 0; i < placeholders.length; i++) {
            placeholders[i] = BinaryenNop(module);
        }
        return mewe_copy_node(module, node, placeholders, placeholders.length);
    }

    long handle() {
        return handle;
    }

    @Override
    public boolean hasLabels() {
        return hasLabels;
    }

    @Override
    public boolean isBranch() {
        return BinaryenExpressionGetId(handle) == BR_ON;
    }

    @Override
    public String branchLabel() {
        return isBranch() ? NAMES.text(BinaryenBrOnGetName(handle)) : null;
    }

    @Override
    public boolean branchesIfNotNull() {
        return isBranch() && BinaryenBrOnGetOp(handle) == BR_ON_NON_NULL;
    }

    @Override
    public boolean isSameBranchAs(Opaque.Template other) {
        return other instanceof NativeNode node && isBranch() && node.isBranch() && isSameOperationAs(node);
    }

    @Override
    public boolean isNonNullAssertion() {
        return BinaryenExpressionGetId(handle) == REF_AS && BinaryenRefAsGetOp(handle) == NON_NULL;
    }

    @Override
    public boolean isPinned() {
        return isPinned;
    }

    @Override
    public boolean leavesFunction() {
        return leavesFunction;
    }

    @Override
    public boolean hasHandlers() {
        return hasHandlers;
    }

    @Override
    public boolean isSameAs(Opaque.Template other) {
        return other instanceof NativeNode node
                && Objects.equals(branchLabel(), node.branchLabel())
                && isSameOperationAs(node);
    }

    private boolean isSameOperationAs(NativeNode node) {
        if (handle == node.handle) {
            return true;
        }
        if (operationHash() != node.operationHash()) {
            return false;
        }
        long left = function();
        long right = node.function();
        try {
            return mewe_function_equal(left, right);
        } finally {
            mewe_function_free(left);
            mewe_function_free(right);
        }
    }

    @Override
    public boolean isSameIfNotNull(Opaque.Template other) {
        return isSameAs(other) || other instanceof NativeNode node && isSameCastAs(node);
    }

    private boolean isSameCastAs(NativeNode node) {
        return isPlainCast() && node.isPlainCast() && castTarget() == node.castTarget();
    }

    /** Determines if this is a cast to a type that only its heap type and whether it admits null describe. */
    private boolean isPlainCast() {
        long type = BinaryenExpressionGetType(handle);
        return BinaryenExpressionGetId(handle) == REF_CAST
                && mewe_child_count(handle) == 1
                && type == BinaryenTypeFromHeapType(castTarget(), BinaryenTypeIsNullable(type));
    }

    private long castTarget() {
        return BinaryenTypeGetHeapType(BinaryenExpressionGetType(handle));
    }

    @Override
    public OpaqueKind kind() {
        int id = BinaryenExpressionGetId(handle);
        if (id == TRY_TABLE) {
            return tryTable();
        }
        if (id == TRY) {
            return legacyTry();
        }
        if (id == RETHROW) {
            return new OpaqueKind.Rethrow(NAMES.text(BinaryenRethrowGetTarget(handle)));
        }
        if (id == POP) {
            return new OpaqueKind.Pop();
        }
        if (id == TUPLE_MAKE) {
            return new OpaqueKind.MakeTuple();
        }
        return id == TUPLE_EXTRACT
                ? new OpaqueKind.ExtractElement(BinaryenTupleExtractGetIndex(handle))
                : OpaqueKind.OTHER;
    }

    private OpaqueKind tryTable() {
        List<OpaqueKind.Clause> clauses = new ArrayList<>();
        for (int i = 0; i < mewe_clause_count(handle); i++) {
            clauses.add(new OpaqueKind.Clause(
                    NAMES.text(mewe_clause_tag(handle, i)),
                    mewe_clause_sends_reference(handle, i),
                    NAMES.text(mewe_clause_label(handle, i))));
        }
        return new OpaqueKind.TryTable(clauses);
    }

    private OpaqueKind legacyTry() {
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < BinaryenTryGetNumCatchTags(handle); i++) {
            tags.add(NAMES.text(BinaryenTryGetCatchTagAt(handle, i)));
        }
        return new OpaqueKind.Try(
                NAMES.text(BinaryenTryGetName(handle)), tags, NAMES.text(BinaryenTryGetDelegateTarget(handle)));
    }

    @Override
    public synchronized int operationHash() {
        if (hash == 0) {
            long function = function();
            try {
                hash = Long.hashCode(mewe_function_hash(function)) | 1;
            } finally {
                mewe_function_free(function);
            }
        }
        return hash;
    }

    /** A function that consists of the node without its children; the caller must free it. */
    private synchronized long function() {
        if (childless == 0) {
            childless = childless(module, handle);
            if (isBranch()) {
                BinaryenBrOnSetName(childless, ANY_LABEL);
            }
        }
        return mewe_function_detached(0, ANY_TYPE, new long[0], 0, childless);
    }
}

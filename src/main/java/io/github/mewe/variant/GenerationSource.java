package io.github.mewe.variant;

import io.github.mewe.ir.FunctionBody;
import java.util.Optional;

/** The module that variants are generated for. Its methods are called from several threads. */
public interface GenerationSource {

    /** The number of defined functions. */
    int functionCount();

    /** The bytes of all function bodies. */
    long codeBytes();

    /** The bytes of a defined function's body. */
    int bodyBytes(int index);

    /** The name of a defined function. */
    String functionName(int index);

    /** A number that follows from a defined function's code alone. It differs between functions with equal code. */
    long content(int index);

    /** Lifts the body of a defined function that is not left alone. */
    FunctionBody lift(int index);

    /** The size of a function that is left alone, and the reason; empty for a function that can have variants. */
    default Optional<FunctionVariants> leftAlone(int index) {
        return Optional.empty();
    }

    /** Lifts a defined function, if it is small enough that another may inline it. */
    Optional<FunctionBody> liftForInlining(String name);

    /** Reads of the mutable integer globals. */
    GlobalReads mutableIntegerGlobals();

    /** Returns true if control may re-enter a suspended call. */
    boolean framePreserving();

    /** Returns true if the run time of a function must not depend on data. */
    default boolean isConstantTime(String function) {
        return false;
    }

    /** Opens a workbench for the calling thread. */
    CloseableWorkbench openWorkbench();

    /** A workbench with separate native memory. */
    interface CloseableWorkbench extends Workbench, AutoCloseable {
        @Override
        void close();
    }
}

package io.github.mewe.harden;

import io.github.mewe.harden.FrameFacts.Frame;
import io.github.mewe.harden.FrameFacts.NotUnderstood;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.IntBinary;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The stack frames of a module's functions.
 *
 * @param pointer the stack pointer
 * @param framed the names of the functions with an understood frame
 * @param notUnderstood the reasons why other functions that use the stack pointer are not understood, by name
 * @param returningFirst the names of the functions that return their first argument
 */
public record FrameSurvey(
        StackPointer pointer, Set<String> framed, Map<String, String> notUnderstood, Set<String> returningFirst) {
    private static final String CONVENTIONAL_NAME = "__stack_pointer";

    /** Copies the collections. */
    public FrameSurvey {
        framed = Set.copyOf(framed);
        notUnderstood = Map.copyOf(notUnderstood);
        returningFirst = Set.copyOf(returningFirst);
    }

    /**
     * Surveys a module. The stack pointer is the global with the conventional name, otherwise the one that most
     * functions lower by a constant. Compilers other than LLVM's may use a global in a similar way, but pass arguments
     * on the stack; most of their functions are not understood, and none is then changed.
     *
     * @param globals reads of the mutable integer globals
     * @param functions the functions that can be changed
     * @return empty if the module has no stack pointer
     */
    public static Optional<FrameSurvey> of(List<GlobalGet> globals, Collection<FunctionBody> functions) {
        return search(globals, functions)
                .map(pointer -> survey(pointer, functions))
                .filter(survey -> survey.framed.size() > survey.notUnderstood.size());
    }

    private static Optional<StackPointer> search(List<GlobalGet> globals, Collection<FunctionBody> functions) {
        Map<String, Integer> lowered = new HashMap<>();
        for (FunctionBody function : functions) {
            loweredIn(function).forEach(global -> lowered.merge(global, 1, Integer::sum));
        }
        return globals.stream()
                .filter(global -> lowered.containsKey(global.name()))
                .max(Comparator.comparing((GlobalGet global) -> global.name().equals(CONVENTIONAL_NAME))
                        .thenComparing(global -> lowered.get(global.name())))
                .map(global -> new StackPointer(global.name(), global.type()));
    }

    /** The globals that a function writes and that it subtracts a constant from. */
    private static Set<String> loweredIn(FunctionBody function) {
        var written = new HashSet<String>();
        var lowered = new HashSet<String>();
        ExprWalk.each(function.root(), expr -> {
            if (expr instanceof GlobalSet set) {
                written.add(set.name());
            } else if (expr instanceof IntBinary binary
                    && (binary.operator() == BinaryOperator.SUB || binary.operator() == BinaryOperator.ADD)
                    && binary.left() instanceof GlobalGet get
                    && binary.right() instanceof Const) {
                lowered.add(get.name());
            }
        });
        lowered.retainAll(written);
        return lowered;
    }

    private static FrameSurvey survey(StackPointer pointer, Collection<FunctionBody> functions) {
        var framed = new HashSet<String>();
        var notUnderstood = new TreeMap<String, String>();
        Set<String> returningFirst = ReturnedParameter.in(functions);
        for (FunctionBody function : functions) {
            FrameFacts facts = FrameAnalysis.of(function, pointer, returningFirst::contains);
            if (facts instanceof Frame) {
                framed.add(function.name());
            } else if (facts instanceof NotUnderstood not) {
                notUnderstood.put(function.name(), not.reason());
            }
        }
        return new FrameSurvey(pointer, framed, notUnderstood, returningFirst);
    }
}

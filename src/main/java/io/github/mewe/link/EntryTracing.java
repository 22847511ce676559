package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.common.Resources;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a multivariant binary trace the path of a run. Every body of a function with variants, the original and each
 * variant, reports its entries, whether through a dispatcher or a bound call. Dispatchers report their draws. Exported
 * globals hold the trace, so that its length does not matter and the module needs no imports: a rolling 128-bit hash of
 * the bodies entered, their number, and the first of them.
 */
public final class EntryTracing {
    /** The prefix of all added exports. */
    public static final String PREFIX = "mewe_trace_";

    /** Exported as i64: the number of bodies entered. */
    public static final String LENGTH = PREFIX + "length";

    /** Exported as i64: one half of the rolling hash. */
    public static final String HASH_LOW = PREFIX + "hash_low";

    /** Exported as i64: the other half. */
    public static final String HASH_HIGH = PREFIX + "hash_high";

    /** Exported as i64: the number of choices drawn by paced dispatchers and those that choose at each call. */
    public static final String DRAWS = PREFIX + "draws";

    /** Exported as i64: the binary logarithm of the number of possible results of these draws, times {@link #UNIT}. */
    public static final String WAYS = PREFIX + "ways";

    /** Exported as i64: the entropy of these draws in bits, times {@link #UNIT}. */
    public static final String ENTROPY = PREFIX + "entropy";

    /**
     * Exported as i64, followed by a number from 0 on: one bit for each of 64 functions, set if any body was entered.
     */
    public static final String REACHED = PREFIX + "reached_";

    /** Likewise for dispatchers that choose once per instance: the bit is set once they have chosen. */
    public static final String DRAWN = PREFIX + "drawn_";

    /** Exported as i32, followed by a number from 0 on: the number of a body entered, in the order of entries. */
    public static final String FIRST = PREFIX + "first_";

    /** The number of first entries that are recorded. */
    public static final int FIRST_COUNT = 64;

    /** The value of one bit of entropy in the globals. */
    public static final double UNIT = 1 << 20;

    private static final int WORD = 64;

    private final BinaryenModule module;
    private final String enter;
    private final String draw;

    /**
     * Prepares to trace a module.
     *
     * @param module the module, which is changed
     */
    public EntryTracing(BinaryenModule module) {
        this.module = module;
        this.enter = module.uniqueNames().function("mewe.trace.enter");
        this.draw = module.uniqueNames().function("mewe.trace.draw");
    }

    /**
     * A function with variants.
     *
     * @param dispatcher the name of its dispatcher, or of its only body
     * @param bodies the names of its bodies
     * @param firstBody the number of the first body: 0 for the original, 1 for a variant
     * @param granularity when the dispatcher chooses; null if there is no choice
     * @param bits the entropy of one choice of the dispatcher
     */
    public record Traced(String dispatcher, List<String> bodies, int firstBody, Granularity granularity, double bits) {
        /** Copies the list. */
        public Traced {
            bodies = List.copyOf(bodies);
        }
    }

    /**
     * Adds the tracing.
     *
     * @param functions the functions with variants; the exported globals use their indices in this list
     * @throws LinkException if the module is traced already
     */
    public void add(List<Traced> functions) {
        DeepThread.call(() -> {
            addDeep(functions);
            return null;
        });
    }

    private void addDeep(List<Traced> functions) {
        if (module.exports().names().stream().anyMatch(name -> name.startsWith(PREFIX))) {
            throw new LinkException("the module already has exports whose names start with " + PREFIX);
        }
        addFunctions();
        for (int i = 0; i < functions.size(); i += WORD) {
            addFlags(REACHED + i / WORD);
            addFlags(DRAWN + i / WORD);
        }
        Set<String> done = new HashSet<>();
        int number = 0;
        for (int i = 0; i < functions.size(); i++) {
            Traced function = functions.get(i);
            for (int j = 0; j < function.bodies().size(); j++) {
                prepend(
                        function.bodies().get(j),
                        List.of(
                                new Call(
                                        enter,
                                        List.of(Const.i32(number++), Const.i32(function.firstBody() + j)),
                                        false,
                                        ValueType.NONE),
                                raise(REACHED, i)));
            }
            if (function.granularity() != null && done.add(function.dispatcher())) {
                prepend(function.dispatcher(), List.of(drawn(function, i)));
            }
        }
    }

    private Expr drawn(Traced function, int place) {
        if (function.granularity() == Granularity.INSTANCE) {
            return raise(DRAWN, place);
        }
        double ways = StrictMath.log(function.bodies().size()) / StrictMath.log(2);
        Expr count = new Call(draw, List.of(units(ways), units(function.bits())), false, ValueType.NONE);
        return function.granularity() == Granularity.PACED
                ? new If(Pacing.isOver(Pacing.stateOf(module.lift(function.dispatcher()))), count, null, ValueType.NONE)
                : count;
    }

    private static Expr units(double bits) {
        return new Const(ValueType.I64, Math.round(bits * UNIT));
    }

    private void prepend(String function, List<Expr> statements) {
        FunctionBody body = module.lift(function);
        var items = new ArrayList<>(statements);
        items.add(body.root());
        Expr root = new Block(null, items, body.root().type());
        module.setBody(body.withRoot(root));
    }

    private void addFlags(String name) {
        module.addGlobal(name, true, Const.zero(ValueType.I64));
        module.exports().addGlobal(name, name);
    }

    private static Expr raise(String flags, int place) {
        String global = flags + place / WORD;
        Expr raised = IntBinary.of(
                BinaryOperator.OR,
                ValueType.I64,
                new GlobalGet(global, ValueType.I64),
                new Const(ValueType.I64, 1L << place % WORD));
        return new GlobalSet(global, raised);
    }

    private void addFunctions() {
        var exported = new ArrayList<>(List.of(LENGTH, HASH_LOW, HASH_HIGH, DRAWS, WAYS, ENTROPY));
        var globals = new StringBuilder();
        var labels = new StringBuilder();
        var cases = new StringBuilder();
        for (int i = 0; i < FIRST_COUNT; i++) {
            String global = FIRST + i;
            exported.add(global);
            globals.append("(global $").append(global).append(" (mut i32) (i32.const -1))\n");
            labels.append(i).append(' ');
            // The case of the next entry follows the end of the innermost open block.
            cases.append(")\n(global.set $").append(global).append(" (local.get $number))\n(return)\n");
        }
        module.addAll(Resources.text(EntryTracing.class, "entry-trace.wat")
                .replace("@FIRST@", globals)
                .replace("@COUNT@", String.valueOf(FIRST_COUNT))
                .replace("@OPEN@", "(block ".repeat(FIRST_COUNT))
                .replace("@LABELS@", labels)
                .replace("@CASES@", cases)
                .replace("$ENTER", BinaryenModule.watName(enter))
                .replace("$DRAW", BinaryenModule.watName(draw)));
        exported.forEach(name -> module.exports().addGlobal(name, name));
    }
}

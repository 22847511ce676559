package io.github.mewe.property;

import static io.github.mewe.property.Kind.F32;
import static io.github.mewe.property.Kind.F64;
import static io.github.mewe.property.Kind.I32;
import static io.github.mewe.property.Kind.I64;
import static io.github.mewe.property.Kind.V128;

import io.github.mewe.property.GeneratedInstruction.Nan;
import io.github.mewe.variant.VariantRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes one random function that is well-typed and terminates.
 *
 * <p>WebAssembly leaves the bits of an arithmetic NaN to the engine, which may choose different bits for the same
 * instruction in other code. Here such a result is either compared with itself at once and replaced by a fixed NaN, or
 * goes only where its bits do not show: into a comparison, a conversion to an integer, or further arithmetic.
 * Everything else is specified bit by bit.
 */
final class FunctionMaker {
    private static final int MOST_PARAMS = 4;
    private static final int LEAST_BUDGET = 8;
    private static final int USUAL_BUDGET = 80;
    private static final int LARGE_BUDGET = 300;
    private static final double LARGE_SHARE = 0.15;
    private static final double PARAM_SHARE = 0.5;
    private static final double OBSERVED_SHARE = 0.6;
    private static final int OBSERVATIONS = 0x4000;
    private static final int VECTOR_BYTES = 16;
    private static final int DEPTH = 4;
    private static final int BLOCK_DEPTH = 3;
    private static final long MOST_LOOPED = 1500;
    private static final long MOST_COST = 30_000;
    private static final double INTEGER_SHARE = 0.65;

    private final VariantRandom random;
    private final Corners corners;
    private final InstructionSet instructions;
    private final MemoryAccesses accesses;
    private final List<RandomFunction> callees;
    private final List<RandomFunction> inTable;
    private final List<Kind> locals = new ArrayList<>();
    private final Map<Kind, Integer> hidden = new EnumMap<>(Kind.class);
    private final Set<Integer> unwritable = new HashSet<>();
    private final Set<Integer> unreadable = new HashSet<>();
    private final Deque<Label> labels = new ArrayDeque<>();
    private List<Kind> results = List.of();
    private int params;
    private int budget;
    private int labelCount;
    private long multiplier = 1;
    private long cost;

    /** A branch target: its name, and the type of the value that it takes, or null. */
    private record Label(String name, Kind value) {}

    /**
     * Prepares one function.
     *
     * @param random the random source
     * @param instructions the instructions to choose from
     * @param callees the functions that it may call
     * @param inTable the functions that the table may contain
     */
    FunctionMaker(
            VariantRandom random,
            InstructionSet instructions,
            List<RandomFunction> callees,
            List<RandomFunction> inTable) {
        this.random = random;
        this.corners = new Corners(random);
        this.instructions = instructions;
        this.accesses = new MemoryAccesses(random);
        this.callees = List.copyOf(callees);
        this.inTable = List.copyOf(inTable);
    }

    /**
     * Makes the function.
     *
     * @param name its name
     */
    RandomFunction make(String name) {
        IntStream.range(0, 1 + random.below(MOST_PARAMS)).forEach(i -> locals.add(kind()));
        List<Kind> taken = List.copyOf(locals);
        params = taken.size();
        results = random.chance(0.85) ? List.of(kind()) : random.chance(0.5) ? List.of() : List.of(kind(), kind());
        IntStream.range(0, random.below(5)).forEach(i -> locals.add(kind()));
        budget = LEAST_BUDGET + random.below(random.chance(LARGE_SHARE) ? LARGE_BUDGET : USUAL_BUDGET);
        String start = initialisations();
        boolean recursive = random.chance(0.06);
        String body = start + (recursive ? recursion(name, taken) + statements(1, 1) : body());
        body += observations();
        String last = results.stream().map(kind -> expr(kind, DEPTH)).collect(Collectors.joining("\n"));
        String text = "(func $%s%s%s%s\n%s\n%s)"
                .formatted(
                        name,
                        list("param", taken),
                        list("result", results),
                        list("local", locals.subList(params, locals.size())),
                        body,
                        last);
        return new RandomFunction(name, taken, results, text, cost * (recursive ? ModuleMaker.FUEL : 1) + 1);
    }

    /** Most locals get a value that depends on the input. */
    private String initialisations() {
        var text = new StringBuilder();
        for (int i = params; i < locals.size(); i++) {
            if (random.chance(0.6)) {
                text.append(set(i, expr(locals.get(i), 2))).append('\n');
            }
        }
        return text.toString();
    }

    /** Stores most computed values to memory, so that errors in them show. */
    private String observations() {
        var text = new StringBuilder();
        for (int i = 0; i < locals.size(); i++) {
            if (!unreadable.contains(i) && random.chance(OBSERVED_SHARE)) {
                Kind kind = locals.get(i);
                text.append("(%s.store offset=%d (i32.const 0) (local.get %d))\n"
                        .formatted(kind.text(), OBSERVATIONS + i * VECTOR_BYTES, i));
            }
        }
        return text.toString();
    }

    /** Real code has typical shapes: a function has one of them, or a mixture of all. */
    private String body() {
        return switch (random.below(8)) {
            case 0 -> "";
            case 1 -> straightLine(2 + random.below(15));
            case 2 -> arrayLoop();
            case 3 -> dispatch(BLOCK_DEPTH);
            case 4 -> comparisons(BLOCK_DEPTH);
            case 5 -> statements(1, BLOCK_DEPTH) + straightLine(2 + random.below(6));
            default -> statements(4, BLOCK_DEPTH);
        };
    }

    private String recursion(String name, List<Kind> params) {
        String call = "(call $" + name + operands(params, 2) + ")";
        String used = results.isEmpty()
                ? call
                : results.size() == 1 ? keep(results.get(0), call) : call + " " + "(drop)".repeat(results.size());
        return "(if (i32.gt_s (global.get $fuel) (i32.const 0)) (then " + burn() + "\n" + used + "))\n";
    }

    // ---- Statements

    private String statements(int least, int depth) {
        int count = least + random.below(4);
        var text = new StringBuilder();
        for (int i = 0; i < count && budget > 0; i++) {
            text.append(statement(depth)).append('\n');
        }
        return text.toString();
    }

    /**
     * The body of an arm. It is not empty even if the budget is spent, because real code hardly ever has empty arms.
     */
    private String arm(int depth) {
        return budget > 0 ? statements(1, depth) : straightLine(1);
    }

    private String statement(int depth) {
        int choice = random.below(depth > 0 ? 35 : 18);
        return switch (choice) {
            case 0, 1, 2, 3, 4 -> set();
            case 5, 6, 7 -> store();
            case 8 -> setGlobal();
            case 9 -> "(drop " + expr(kind(), DEPTH) + ")";
            case 10 -> hostCall();
            case 11, 12 -> callStatement();
            case 13 -> bulk();
            case 14 -> setTable();
            case 15 -> jump();
            case 16 -> straightLine(2 + random.below(4));
            case 17 -> "(nop)";
            case 18, 19, 20 -> conditional(depth - 1);
            case 21, 22, 23 -> block(depth - 1);
            case 24, 25 -> countedLoop(depth - 1);
            case 26, 27 -> fuelLoop(depth - 1);
            case 28, 29 -> dispatch(depth - 1);
            case 30, 31 -> comparisons(depth - 1);
            case 32 -> arrayLoop();
            default -> leave();
        };
    }

    private String set() {
        Kind kind = kind();
        return set(writable(kind), expr(kind, DEPTH));
    }

    private String keep(Kind kind, String value) {
        return random.chance(0.5) ? "(drop " + value + ")" : set(writable(kind), value);
    }

    private static String set(int local, String value) {
        return "(local.set " + local + " " + value + ")";
    }

    private static String get(int local) {
        return "(local.get " + local + ")";
    }

    private String store() {
        MemoryAccesses.Access access = accesses.store();
        spend();
        return access.text(address(DEPTH - 1), expr(access.kind(), DEPTH - 1));
    }

    private String setGlobal() {
        Kind kind = kind();
        return "(global.set " + mutableGlobal(kind) + " " + expr(kind, DEPTH) + ")";
    }

    private String mutableGlobal(Kind kind) {
        return kind == I32 && random.chance(0.5) ? "$g_i32_shared" : "$g_" + kind.text();
    }

    private String hostCall() {
        spend();
        return "(call $host_note " + expr(I32, 2) + ")";
    }

    private String callStatement() {
        Predicate<RandomFunction> fits = callee -> callee.results().size() != 1;
        String call = call(fits, 2);
        return call == null ? set() : call;
    }

    private String bulk() {
        spend();
        String size = random.chance(0.85) ? masked(31) : expr(I32, 1);
        return switch (random.below(3)) {
            case 0 -> "(memory.fill " + address(1) + " " + expr(I32, 1) + " " + size + ")";
            case 1 -> "(memory.copy " + address(1) + " " + address(1) + " " + size + ")";
            default -> {
                String from = random.chance(0.85) ? masked(7) : expr(I32, 1);
                yield "(memory.init $segment " + address(1) + " " + from + " " + size + ")";
            }
        };
    }

    /** Only functions that are in the table already, and null, so that no call through it calls upwards. */
    private String setTable() {
        spend();
        String value = random.chance(0.3) || inTable.isEmpty()
                ? "(ref.null func)"
                : random.chance(0.5)
                        ? "(ref.func $" + random.pick(inTable).name() + ")"
                        : "(table.get $table " + slot() + ")";
        return "(table.set $table " + slot() + " " + value + ")";
    }

    private String slot() {
        return random.chance(0.5)
                ? "(i32.const " + random.below(ModuleMaker.TABLE) + ")"
                : random.chance(0.85) ? masked(ModuleMaker.TABLE - 1) : expr(I32, 1);
    }

    private String masked(int mask) {
        return "(i32.and " + expr(I32, 1) + " (i32.const " + mask + "))";
    }

    private String jump() {
        List<Label> targets = labels.stream().filter(l -> l.value() == null).toList();
        if (targets.isEmpty()) {
            return set();
        }
        spend();
        if (random.chance(0.15)) {
            String names = IntStream.range(0, 2 + random.below(3))
                    .mapToObj(i -> random.pick(targets).name())
                    .collect(Collectors.joining(" "));
            return "(if " + condition() + " (then (br_table " + names + " " + expr(I32, 1) + ")))";
        }
        String name = random.pick(targets).name();
        return random.chance(0.7)
                ? "(br_if " + name + " " + condition() + ")"
                : "(if " + condition() + " (then " + set() + " (br " + name + ")))";
    }

    private String leave() {
        spend();
        String end = random.chance(0.2)
                ? "(unreachable)"
                : "(return " + results.stream().map(kind -> expr(kind, 1)).collect(Collectors.joining(" ")) + ")";
        return "(if " + condition() + " (then " + end + "))";
    }

    private String conditional(int depth) {
        spend();
        String condition = condition();
        String then = arm(depth);
        String otherwise = random.chance(0.6) ? " (else " + arm(depth) + ")" : "";
        return "(if " + condition + " (then " + then + ")" + otherwise + ")";
    }

    private String block(int depth) {
        Label label = label("b", null);
        labels.push(label);
        String text = "(block " + label.name() + "\n" + statements(1, depth) + jump() + "\n" + statements(1, depth);
        labels.pop();
        return text + ")";
    }

    /** A loop whose counter nothing else writes. It has no label: a branch to its start would skip the counter. */
    private String countedLoop(int depth) {
        int count = 2 + random.below(11);
        if (multiplier * count > MOST_LOOPED) {
            return conditional(depth);
        }
        int counter = newLocal(I32);
        unwritable.add(counter);
        String top = label("l", null).name();
        String start = set(counter, "(i32.const 0)");
        multiplier *= count;
        String body = statements(1, depth);
        multiplier /= count;
        unwritable.remove(counter);
        String next = set(counter, "(i32.add " + get(counter) + " (i32.const 1))");
        String bound = random.chance(0.5)
                ? "(i32.const " + count + ")"
                : "(i32.rem_u " + leaf(I32) + " (i32.const " + count + "))";
        String again = "(br_if " + top + " (i32.lt_u " + get(counter) + " " + bound + "))";
        return start + "\n(loop " + top + "\n" + body + next + "\n" + again + ")";
    }

    private String fuelLoop(int depth) {
        if (multiplier * ModuleMaker.FUEL > MOST_LOOPED) {
            return conditional(depth);
        }
        Label exit = label("x", null);
        Label top = label("l", null);
        labels.push(exit);
        labels.push(top);
        multiplier *= ModuleMaker.FUEL;
        String body = statements(1, depth);
        String again =
                random.chance(0.7) ? "(br_if " + top.name() + " " + condition() + ")" : "(br " + top.name() + ")";
        multiplier /= ModuleMaker.FUEL;
        labels.pop();
        labels.pop();
        return """
                (block %s (loop %s
                (br_if %s (i32.le_s (global.get $fuel) (i32.const 0)))
                %s
                %s%s))""".formatted(exit.name(), top.name(), exit.name(), burn(), body, again);
    }

    private static String burn() {
        return "(global.set $fuel (i32.sub (global.get $fuel) (i32.const 1)))";
    }

    /** Walks over an array, as compiled code does. */
    private String arrayLoop() {
        int count = 2 + random.below(11);
        if (multiplier * count > MOST_LOOPED) {
            return set();
        }
        MemoryAccesses.Access load = accesses.scalarLoad();
        int pointer = newLocal(I32);
        int end = newLocal(I32);
        int sum = newLocal(load.kind());
        String top = label("l", null).name();
        int stride = load.bytes();
        String start = random.chance(0.85) ? masked(0x1FF8) : address(1);
        unwritable.addAll(List.of(pointer, end));
        multiplier *= count;
        String element = load.text(get(pointer), null);
        String step = set(sum, combined(load.kind(), get(sum), element));
        String store = random.chance(0.5) ? accesses.storeOf(load.kind()).text(get(pointer), get(sum)) : "";
        String more = random.chance(0.3) ? statement(0) : "";
        multiplier /= count;
        unwritable.removeAll(List.of(pointer, end));
        return """
                %s
                %s
                (loop %s
                %s
                %s%s
                %s
                (br_if %s (i32.lt_u %s %s)))
                %s""".formatted(
                        set(pointer, start),
                        set(end, "(i32.add " + get(pointer) + " (i32.const " + stride * count + "))"),
                        top,
                        step,
                        store,
                        more,
                        set(pointer, "(i32.add " + get(pointer) + " (i32.const " + stride + "))"),
                        top,
                        get(pointer),
                        get(end),
                        set(writable(load.kind()), get(sum)));
    }

    private String combined(Kind kind, String one, String other) {
        spend();
        return switch (kind) {
            case I32, I64 ->
                "(" + kind.text() + "." + random.pick(List.of("add", "xor", "sub", "mul", "or", "and")) + " " + one
                        + " " + other + ")";
            default -> "(" + kind.text() + ".copysign " + one + " " + other + ")";
        };
    }

    /** A switch: nested blocks, and a table of branches to their ends. */
    private String dispatch(int depth) {
        int cases = 2 + random.below(5);
        String end = label("x", null).name();
        List<String> names =
                IntStream.range(0, cases).mapToObj(i -> label("c", null).name()).toList();
        String targets = IntStream.range(0, cases + random.below(3))
                .mapToObj(i -> random.pick(names))
                .collect(Collectors.joining(" "));
        String index = switch (random.below(3)) {
            case 0 -> "(i32.sub " + leaf(I32) + " (i32.const " + random.below(9) + "))";
            case 1 -> masked(7);
            default -> leaf(I32);
        };
        spend();
        String text = "(br_table " + targets + " " + random.pick(names) + " " + index + ")";
        for (String name : names) {
            String done = random.chance(0.7) ? "(br " + end + ")" : "";
            text = "(block " + name + "\n" + text + ")\n" + arm(depth - 1) + done;
        }
        return "(block " + end + "\n" + text + ")";
    }

    /** One local, compared with one constant after another. */
    private String comparisons(int depth) {
        Kind kind = random.chance(0.75) ? I32 : I64;
        int local = readable(kind);
        String text = "";
        int first = random.below(40);
        int count = 2 + random.below(6);
        boolean dense = random.chance(0.6);
        for (int i = 0; i < count; i++) {
            String constant = dense ? "(" + kind.text() + ".const " + (first + i) + ")" : corners.constant(kind);
            String operator = random.chance(0.7) ? "eq" : random.pick(List.of("ne", "lt_s", "lt_u", "ge_s", "gt_u"));
            spend();
            text = "(if (" + kind.text() + "." + operator + " " + get(local) + " " + constant + ") (then "
                    + arm(depth - 1) + ")" + (text.isEmpty() ? "" : " (else " + text + ")") + ")";
        }
        return text;
    }

    /** Integer arithmetic from local to local, as in a hash function. */
    private String straightLine(int count) {
        Kind kind = random.chance(0.75) ? I32 : I64;
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String operator = random.chance(0.06)
                    ? random.pick(List.of("div_s", "div_u", "rem_s", "rem_u"))
                    : random.pick(
                            List.of("add", "sub", "xor", "or", "and", "mul", "shl", "shr_u", "shr_s", "rotl", "rotr"));
            spend();
            String one = random.chance(0.8) ? get(readable(kind)) : leaf(kind);
            String other = random.chance(0.6) ? get(readable(kind)) : corners.constant(kind);
            String value = "(" + kind.text() + "." + operator + " " + one + " " + other + ")";
            if (random.chance(0.15)) {
                value = "(" + kind.text() + ".xor " + value + " (" + kind.text() + ".const -1))";
            } else if (random.chance(0.3)) {
                value = computed(kind, 2 + random.below(2));
            }
            text.append(set(writable(kind), value)).append('\n');
            if (random.chance(0.15)) {
                text.append(outdated(kind)).append('\n');
            }
        }
        return text.toString();
    }

    /**
     * A local whose definition reads a variable, and an expression that writes that variable before it reads the local.
     */
    private String outdated(Kind kind) {
        int source = writable(kind);
        int copy = writable(kind);
        String from = get(source);
        String type = kind.text();
        List<String> operators = List.of("add", "sub", "xor", "or", "and", "mul");
        spend();
        String masked = "(" + type + ".and (" + type + ".shr_u " + from + " (" + type + ".const "
                + (1 + random.below(9)) + ")) (" + type + ".const 255))";
        String written = "(local.tee " + source + " (" + type + "." + random.pick(operators) + " " + from + " "
                + corners.constant(kind) + "))";
        String product = "(" + type + "." + random.pick(operators) + " " + get(copy) + " " + get(readable(kind)) + ")";
        String sum = "(" + type + "." + random.pick(operators) + " (" + type + "." + random.pick(operators) + " "
                + written + " " + get(readable(kind)) + ") " + product + ")";
        return set(copy, masked) + "\n" + set(writable(kind), sum);
    }

    /** One expression of many operations that also writes locals, as in optimised code. */
    private String computed(Kind kind, int depth) {
        if (depth == 0) {
            return random.chance(0.75) ? get(readable(kind)) : corners.constant(kind);
        }
        spend();
        String operator = random.pick(List.of("add", "sub", "xor", "or", "and", "mul", "shl", "shr_u"));
        String left = computed(kind, depth - 1);
        String value = "(" + kind.text() + "." + operator + " " + left + " " + computed(kind, depth - 1) + ")";
        return random.chance(0.25) ? "(local.tee " + writable(kind) + " " + value + ")" : value;
    }

    // ---- Expressions

    private String expr(Kind kind, int depth) {
        spend();
        if (depth <= 0 || budget <= 0 || random.chance(0.12)) {
            return leaf(kind);
        }
        int choice = random.below(100);
        if (choice < 60) {
            return operation(kind, depth, false);
        } else if (choice < 72) {
            MemoryAccesses.Access load = accesses.loadOf(kind);
            return load.text(address(depth - 1), kind == V128 && load.hasLane() ? expr(V128, depth - 1) : null);
        } else if (choice < 78) {
            String one = expr(kind, depth - 1);
            return "(select " + one + " " + expr(kind, depth - 1) + " " + condition() + ")";
        } else if (choice < 83) {
            String value = expr(kind, depth - 1);
            return "(local.tee " + writable(kind) + " " + value + ")";
        } else if (choice < 87) {
            String condition = condition();
            return "(if (result " + kind.text() + ") " + condition + " (then " + arm(kind, depth - 1) + ") (else "
                    + arm(kind, depth - 1) + "))";
        } else if (choice < 91) {
            return valueBlock(kind, depth - 1);
        } else if (choice < 97) {
            String call = call(callee -> callee.results().equals(List.of(kind)), depth - 1);
            return call == null ? hostValue(kind, depth) : call;
        }
        return kind == I32 ? environment() : operation(kind, depth, false);
    }

    private String arm(Kind kind, int depth) {
        return (random.chance(0.4) ? set() + " " : "") + expr(kind, depth);
    }

    private String environment() {
        return switch (random.below(6)) {
            case 0, 1 -> "(memory.size)";
            case 2 -> "(memory.grow " + (random.chance(0.7) ? "(i32.const " + random.below(3) + ")" : leaf(I32)) + ")";
            case 3 -> "(ref.is_null (table.get $table " + slot() + "))";
            case 4 -> "(table.size $table)";
            default -> "(ref.is_null (ref.func $host_note))";
        };
    }

    private String valueBlock(Kind kind, int depth) {
        Label label = label("v", kind);
        labels.push(label);
        String leaves;
        if (random.chance(0.25)) {
            Label outer = label("w", kind);
            String value = expr(kind, depth);
            String table = "(br_table %s %s %s %s %s)"
                    .formatted(label.name(), outer.name(), label.name(), value, expr(I32, 1));
            leaves = "(block " + outer.name() + " (result " + kind.text() + ") " + table + ")";
            // Change the result of the inner block, so that the two paths differ.
            leaves = kind == I32 || kind == I64
                    ? "(" + kind.text() + ".add " + leaves + " (" + kind.text() + ".const 3))"
                    : leaves;
        } else {
            String value = expr(kind, depth);
            leaves = "(drop (br_if " + label.name() + " " + value + " " + condition() + "))\n"
                    + (random.chance(0.5) ? set() + "\n" : "") + expr(kind, depth);
        }
        labels.pop();
        return "(block " + label.name() + " (result " + kind.text() + ")\n" + leaves + ")";
    }

    private String hostValue(Kind kind, int depth) {
        return switch (kind) {
            case I32 -> "(call $host_narrow " + expr(I32, depth - 1) + " " + expr(I64, depth - 1) + ")";
            case I64 -> "(call $host_wide " + expr(I64, depth - 1) + ")";
            case F64 -> "(call $host_float " + expr(F32, depth - 1) + " " + expr(F64, depth - 1) + ")";
            default -> operation(kind, depth, false);
        };
    }

    /** A direct or indirect call, or null if none fits. */
    private String call(Predicate<RandomFunction> fits, int depth) {
        boolean isIndirect = random.chance(0.4);
        List<RandomFunction> candidates = (isIndirect ? inTable : callees)
                .stream()
                        .filter(fits)
                        .filter(callee -> multiplier * callee.cost() <= MOST_COST / 4
                                && cost + multiplier * callee.cost() <= MOST_COST)
                        .toList();
        if (candidates.isEmpty()) {
            return null;
        }
        RandomFunction callee = random.pick(candidates);
        spend();
        if (!isIndirect) {
            cost += multiplier * callee.cost();
            return dropped(callee, "(call $" + callee.name() + operands(callee.params(), depth) + ")");
        }
        // Any function in the table with this type may be the callee.
        cost += multiplier
                * inTable.stream().mapToLong(RandomFunction::cost).max().orElseThrow();
        String type = list("param", callee.params()) + list("result", callee.results());
        String index = random.chance(0.8) ? slot() : expr(I32, 1);
        return dropped(callee, "(call_indirect $table" + type + operands(callee.params(), depth) + " " + index + ")");
    }

    private static String dropped(RandomFunction callee, String call) {
        int count = callee.results().size();
        return count < 2 ? call : call + " " + "(drop)".repeat(count);
    }

    private String operands(List<Kind> kinds, int depth) {
        return kinds.stream().map(kind -> " " + expr(kind, depth)).collect(Collectors.joining());
    }

    /**
     * An operation.
     *
     * @param blind true if the bits of a NaN result do not show
     */
    private String operation(Kind kind, int depth, boolean blind) {
        GeneratedInstruction instruction = instructions.pick(kind, random);
        // Most code does not divide.
        while ((instruction.divides() && random.chance(0.3)) || (instruction.truncates() && random.chance(0.8))) {
            instruction = instructions.pick(kind, random);
        }
        var text = new StringBuilder("(").append(instruction.name());
        if (instruction.lanes() > 0) {
            text.append(' ').append(random.below(instruction.lanes()));
        }
        for (int i = 0; i < instruction.operands().size(); i++) {
            boolean blindHere = instruction.nan() == Nan.BLIND
                    || instruction.nan() == Nan.OPEN
                    || (instruction.nan() == Nan.SIGN && blind);
            String operand = operand(instruction.operands().get(i), depth - 1, blindHere);
            if (i == 1 && instruction.divides() && random.chance(0.75)) {
                operand = "(" + kind.text() + ".or " + operand + " (" + kind.text() + ".const 1))";
            }
            text.append(' ').append(operand);
        }
        text.append(')');
        return instruction.nan() == Nan.OPEN && !(blind && kind != V128)
                ? canonical(instruction, text.toString())
                : text.toString();
    }

    private String operand(Kind kind, int depth, boolean blind) {
        boolean isFloat = kind == F32 || kind == F64;
        if (blind && isFloat && depth > 0 && budget > 0 && random.chance(0.5)) {
            spend();
            return operation(kind, depth, true);
        }
        if (kind == V128 && depth > 0 && random.chance(0.1)) {
            String lanes =
                    IntStream.range(0, 16).mapToObj(i -> " " + random.below(32)).collect(Collectors.joining());
            return "(i8x16.shuffle" + lanes + " " + expr(V128, depth - 1) + " " + expr(V128, depth - 1) + ")";
        }
        return expr(kind, depth);
    }

    /** Replaces any NaN by a fixed one. */
    private String canonical(GeneratedInstruction instruction, String value) {
        Kind kind = instruction.result();
        // Nothing happens between the two uses of this local.
        int local = hidden.computeIfAbsent(kind, k -> {
            int index = newLocal(k);
            unreadable.add(index);
            unwritable.add(index);
            return index;
        });
        String tee = "(local.tee " + local + " " + value + ")";
        String same = get(local);
        if (kind == V128) {
            String shape = instruction.name().substring(0, instruction.name().indexOf('.'));
            String nan = shape.equals("f32x4") ? "f32x4 nan nan nan nan" : "f64x2 nan nan";
            return "(v128.bitselect %s (v128.const %s) (%s.eq %s %s))".formatted(tee, nan, shape, same, same);
        }
        String type = kind.text();
        return "(select %s (%s.const nan) (%s.eq %s %s))".formatted(tee, type, type, same, same);
    }

    private String condition() {
        Kind kind = random.chance(0.8) ? I32 : I64;
        return switch (random.below(4)) {
            case 0 -> {
                String operator = random.pick(List.of("eq", "ne", "lt_s", "lt_u", "gt_s", "le_u", "ge_s", "ge_u"));
                yield "(" + kind.text() + "." + operator + " " + get(readable(kind)) + " " + corners.constant(kind)
                        + ")";
            }
            case 1 -> "(" + kind.text() + ".eqz " + expr(kind, 1) + ")";
            default -> expr(I32, 2);
        };
    }

    private String address(int depth) {
        return switch (random.below(20)) {
            case 0 -> expr(I32, depth);
            case 1 -> get(readable(I32));
            case 2 -> corners.constant(I32);
            case 3, 4, 5, 6, 7 -> "(i32.add " + masked(0x3FF8) + " (i32.const " + 4 * random.below(8) + "))";
            default -> "(i32.and " + expr(I32, depth) + " (i32.const 0xfff8))";
        };
    }

    private String leaf(Kind kind) {
        int choice = random.below(10);
        if (choice < 6) {
            return get(readable(kind));
        } else if (choice < 9) {
            return corners.constant(kind);
        }
        boolean isConstant = (kind == I32 || kind == I64) && random.chance(0.2);
        return "(global.get " + (isConstant ? "$c_" + kind.text() : mutableGlobal(kind)) + ")";
    }

    // ---- Declarations

    private Kind kind() {
        if (random.chance(INTEGER_SHARE)) {
            return random.chance(0.65) ? I32 : I64;
        }
        return random.pick(List.of(F32, F64, V128));
    }

    private int readable(Kind kind) {
        List<Integer> own = IntStream.range(0, params)
                .filter(i -> locals.get(i) == kind)
                .boxed()
                .toList();
        return !own.isEmpty() && random.chance(PARAM_SHARE) ? random.pick(own) : local(kind, unreadable);
    }

    private int writable(Kind kind) {
        return local(kind, unwritable);
    }

    private int local(Kind kind, Set<Integer> without) {
        List<Integer> candidates = IntStream.range(0, locals.size())
                .filter(i -> locals.get(i) == kind && !without.contains(i))
                .boxed()
                .toList();
        return candidates.isEmpty() ? newLocal(kind) : random.pick(candidates);
    }

    private int newLocal(Kind kind) {
        locals.add(kind);
        return locals.size() - 1;
    }

    private Label label(String prefix, Kind value) {
        return new Label("$" + prefix + labelCount++, value);
    }

    private void spend() {
        budget--;
        cost += multiplier;
    }

    private static String list(String keyword, List<Kind> kinds) {
        return kinds.isEmpty()
                ? ""
                : " (" + keyword + kinds.stream().map(kind -> " " + kind.text()).collect(Collectors.joining()) + ")";
    }
}

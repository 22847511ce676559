package io.github.mewe.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Node;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.wasm.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Checks that {@link RandomFunctionsIT} would find a faulty strategy, for each kind of fault. */
class WrongStrategiesIT {
    private static final Path BUILD = Path.of(System.getProperty("project.build.directory", "target"));
    private static final Path WORK = BUILD.resolve("property-wrong");
    private static final long SEED = 20261123;
    private static final long QUIET_NAN_F32 = 0x7FC0_0000L;
    private static final long QUIET_NAN_F64 = 0x7FF8_0000_0000_0000L;
    private static final int COMPARISONS = 5_000;

    /** The fault may show in any part of an outcome. */
    private static final String ANYWHERE = "";

    @Test
    void aSumThatLosesItsCarries() throws IOException, InterruptedException {
        // The counters of loops are excluded, because the loops would not end.
        Predicate<Expr> sums = is(BinaryOperator.ADD).and(expr -> !(((IntBinary) expr).right() instanceof Const));
        assertFound("x+y to x|y", ANYWHERE, sums, to(BinaryOperator.OR));
    }

    @Test
    void aComparisonThatForgetsTheSign() throws IOException, InterruptedException {
        assertFound("lt_s to lt_u", ANYWHERE, is(BinaryOperator.LT_S), to(BinaryOperator.LT_U));
    }

    @Test
    void aShiftThatForgetsTheSign() throws IOException, InterruptedException {
        assertFound("shr_s to shr_u", ANYWHERE, is(BinaryOperator.SHR_S), to(BinaryOperator.SHR_U));
    }

    @Test
    void aTrapThatIsLost() throws IOException, InterruptedException {
        Predicate<Expr> divides = is(BinaryOperator.DIV_U).or(is(BinaryOperator.REM_U));
        assertFound("no trap at a division", "trap", divides, expr -> {
            IntBinary division = (IntBinary) expr;
            ValueType type = division.operandType();
            Expr odd = IntBinary.of(BinaryOperator.OR, type, division.right(), new Const(type, 1));
            return IntBinary.of(division.operator(), type, division.left(), odd);
        });
    }

    @Test
    void anOrderThatIsChanged() throws IOException, InterruptedException {
        Predicate<Expr> commutes = is(BinaryOperator.ADD)
                .or(is(BinaryOperator.XOR))
                .or(is(BinaryOperator.EQ))
                .or(is(BinaryOperator.MUL));
        // The results are the same, unless one operand writes what the other reads.
        Predicate<Expr> writes = expr -> ExprWalk.any(expr, e -> e instanceof Call || e instanceof LocalSet);
        Predicate<Expr> matters = expr -> expr.children().stream().anyMatch(writes)
                && expr.children().stream().noneMatch(Const.class::isInstance);
        assertFound("y+x for x+y", ANYWHERE, commutes.and(matters), expr -> {
            IntBinary binary = (IntBinary) expr;
            return IntBinary.of(binary.operator(), binary.operandType(), binary.right(), binary.left());
        });
    }

    @Test
    void aNanThatLosesItsPayload() throws IOException, InterruptedException {
        assertFound(
                "canonical NaN",
                ANYWHERE,
                expr -> expr instanceof Const constant && isNanWithPayload(constant),
                expr -> new Const(expr.type(), expr.type().equals(ValueType.F32) ? QUIET_NAN_F32 : QUIET_NAN_F64));
    }

    @Test
    void aGlobalThatIsNotWritten() throws IOException, InterruptedException {
        // Bounds of loops are excluded.
        Predicate<Expr> writes =
                expr -> expr instanceof GlobalSet set && !set.name().equals("fuel") && set.isReachable();
        assertFound("no global.set", "globals", writes, expr -> new Drop(((GlobalSet) expr).value()));
    }

    @Test
    void aCallThatIsLeftOut() throws IOException, InterruptedException {
        assertFound(
                "no call",
                "calls",
                expr -> expr instanceof Call call && call.target().equals("host_note") && call.isReachable(),
                expr -> new Drop(((Call) expr).operands().get(0)));
    }

    @Test
    void aWriteThatIsLeftOut() throws IOException, InterruptedException {
        // Opaque nodes without a result include stores and table writes.
        Predicate<Expr> writes = expr -> expr instanceof Opaque && expr.type().equals(ValueType.NONE);
        assertFound("no write", "changed", writes, expr -> new Nop());
    }

    private static Predicate<Expr> is(BinaryOperator operator) {
        return expr -> expr instanceof IntBinary binary && binary.operator() == operator && binary.isReachable();
    }

    private static UnaryOperator<Expr> to(BinaryOperator operator) {
        return expr -> {
            IntBinary binary = (IntBinary) expr;
            return IntBinary.of(operator, binary.operandType(), binary.left(), binary.right());
        };
    }

    private static boolean isNanWithPayload(Const constant) {
        return constant.type().equals(ValueType.F32)
                ? Float.isNaN(Float.intBitsToFloat((int) constant.bits())) && constant.bits() != QUIET_NAN_F32
                : constant.type().equals(ValueType.F64)
                        && Double.isNaN(Double.longBitsToDouble(constant.bits()))
                        && constant.bits() != QUIET_NAN_F64;
    }

    /**
     * Fails unless the check finds the fault and reports it.
     *
     * @param rule the rule that the strategy reports
     * @param effect a word of the outcome that the fault changes
     */
    private static void assertFound(
            String rule, String effect, Predicate<Expr> matches, UnaryOperator<Expr> replacement)
            throws IOException, InterruptedException {
        var wrong = new WrongStrategy(rule, matches, replacement);
        Node node = Node.install();
        Findings findings;
        try (var check = new EquivalenceCheck(Map.of("the wrong one", List.of(wrong)), node, WORK)) {
            findings = check.run(SEED, COMPARISONS);
        }
        assertEquals(List.of(), findings.faults());
        List<Divergence> divergences = findings.divergences();
        assertTrue(!divergences.isEmpty(), findings::summary);
        for (Divergence divergence : divergences) {
            assertTrue(divergence.text().contains("by the wrong one"), divergence::text);
            assertTrue(divergence.text().contains("wrong: " + rule), divergence::text);
        }
        assertTrue(
                divergences.stream().anyMatch(d -> !part(d.expected(), effect).equals(part(d.actual(), effect))),
                () -> "no " + effect + " differ, but " + divergences.get(0).text());
        Path directory = WORK.resolve(rule.replaceAll("[^a-z0-9]", "-"));
        divergences.get(0).write(directory);
        String original = Files.readString(directory.resolve("original.wat"));
        assertTrue(original.contains(divergences.get(0).function().name()), original);
        assertTrue(!original.equals(Files.readString(directory.resolve("variant.wat"))), original);
    }

    /** The part of an outcome in which a word is. */
    private static String part(String outcome, String word) {
        if (word.isEmpty()) {
            return outcome;
        }
        for (String part : outcome.split(";")) {
            if (part.contains(word)) {
                return part;
            }
        }
        return "";
    }
}

package io.github.mewe.spec;

import io.github.mewe.spec.SExpression.Atom;
import io.github.mewe.spec.SExpression.Group;
import io.github.mewe.spec.Script.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A module that calls a function and stores the results' bits into its memory: JavaScript sees neither vectors nor the
 * payload of a NaN. The expected values are stored behind them, so that the module also evaluates all literals.
 *
 * @param text the module, in the text format
 * @param patterns the types of the results, and where a NaN is expected
 */
record Probe(String text, List<Value> patterns) {
    /** Where the harness finds the expected values; a value takes 16 bytes. */
    private static final int EXPECTED = 1024;

    private static final Map<String, Integer> LANES = Map.of("f16x8", 8, "f32x4", 4, "f64x2", 2);

    /**
     * A probe for a call.
     *
     * @param source the script
     * @param arguments constants
     * @param results constants and patterns
     */
    static Probe of(String source, List<Group> arguments, List<Group> results) {
        List<Value> patterns = results.stream().map(Probe::pattern).toList();
        List<String> types = patterns.stream().map(Value::type).toList();
        String store = IntStream.range(0, types.size())
                .mapToObj(i -> "(%s.store offset=%d (i32.const 0) (local.get %d))".formatted(types.get(i), i * 16, i))
                .collect(Collectors.joining("\n    "));
        String expect = IntStream.range(0, types.size())
                .mapToObj(i -> "(%s.store offset=%d (i32.const 0) %s)"
                        .formatted(types.get(i), EXPECTED + i * 16, withPlainNans(source, results.get(i))))
                .collect(Collectors.joining("\n    "));
        String call = arguments.stream()
                        .map(g -> source.substring(g.start(), g.end()))
                        .collect(Collectors.joining(" "))
                + " (call 0)"
                + IntStream.range(0, types.size())
                        .mapToObj(i -> " (local.set %d)".formatted(types.size() - 1 - i))
                        .collect(Collectors.joining());
        String text = """
                (module
                  (import "" "" (func (param %s) (result %s)))
                  (memory (export "memory") 1)
                  (func (export "run") (local %s)
                    %s
                    %s)
                  (func (export "expect")
                    %s))
                """.formatted(
                arguments.stream().map(a -> a.word(0).replace(".const", "")).collect(Collectors.joining(" ")),
                String.join(" ", types),
                String.join(" ", types),
                call,
                store,
                expect);
        return new Probe(text, patterns);
    }

    private static Value pattern(Group result) {
        String type = result.word(0).replace(".const", "");
        int first = type.equals("v128") ? 2 : 1;
        int lanes = type.equals("v128") ? LANES.getOrDefault(result.word(1), 0) : 1;
        var nans = new ArrayList<String>();
        for (int i = 0; i < lanes; i++) {
            nans.add(nanPattern(result.items().get(first + i)).orElse(""));
        }
        return new Value(type, null, nans, null);
    }

    /** The scripts write the result of an operation as plain {@code nan}, whose sign no engine need keep. */
    private static Optional<String> nanPattern(SExpression literal) {
        return switch (((Atom) literal).text()) {
            case "nan", "-nan", "nan:canonical" -> Optional.of("nan:canonical");
            case "nan:arithmetic" -> Optional.of("nan:arithmetic");
            default -> Optional.empty();
        };
    }

    private static String withPlainNans(String source, Group constant) {
        return source.substring(constant.start(), constant.end())
                .replace("nan:canonical", "nan")
                .replace("nan:arithmetic", "nan");
    }
}

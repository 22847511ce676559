package io.github.mewe.execution;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A function as its exports show it.
 *
 * @param name what it is exported by
 * @param params what it takes
 * @param results what it gives
 */
public record ExportedFunction(String name, List<ValueKind> params, List<ValueKind> results) {
    /** Copies the lists. */
    public ExportedFunction {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    /** Whether it takes and gives nothing but numbers. */
    public boolean isScalar() {
        return Stream.concat(params.stream(), results.stream()).allMatch(ValueKind::isScalar);
    }

    /**
     * Its arguments as bits.
     *
     * @param texts numbers, read as the parameters' types say: decimal, or integers hexadecimal with {@code 0x}
     * @throws InvocationException if they are not such as it takes
     */
    public long[] arguments(List<String> texts) {
        if (params.size() != texts.size()) {
            throw new InvocationException("it is given " + texts.size() + " arguments, and takes " + described());
        }
        var values = new long[texts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = argument(params.get(i), texts.get(i).strip());
        }
        return values;
    }

    private String described() {
        return params.size()
                + (params.isEmpty()
                        ? ""
                        : ": " + params.stream().map(ValueKind::toString).collect(Collectors.joining(", ")));
    }

    private static long argument(ValueKind kind, String text) {
        try {
            switch (kind) {
                case I32:
                    return IntegerParser.i32(text);
                case I64:
                    return IntegerParser.i64(text);
                case F32:
                    return Float.floatToRawIntBits(Float.parseFloat(text));
                case F64:
                    return Double.doubleToRawLongBits(Double.parseDouble(text));
                default:
                    throw new InvocationException(
                            "it takes a parameter of type " + kind + ", which cannot be given as a number");
            }
        } catch (NumberFormatException e) {
            throw new InvocationException("its argument '" + text + "' is no " + kind);
        }
    }
}

package io.github.mewe.execution;

import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name and type of an exported function.
 *
 * @param name the export's name
 */
public record ExportedFunction(String name, List<ValueType> params, List<ValueType> results) {
    /** Copies the lists. */
    public ExportedFunction {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    /** Returns true if all parameters and results are numbers. */
    public boolean isScalar() {
        return Stream.concat(params.stream(), results.stream()).allMatch(ValueType::isScalar);
    }

    /**
     * Parses arguments into their bits.
     *
     * @param texts numbers of the parameters' types: decimal, or for integers hexadecimal with {@code 0x}
     * @throws InvocationException if number or types do not match
     */
    public long[] arguments(List<String> texts) {
        if (params.size() != texts.size()) {
            throw new InvocationException("the export takes " + described() + ", but gets " + texts.size());
        }
        var values = new long[texts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = argument(params.get(i), texts.get(i).strip());
        }
        return values;
    }

    private String described() {
        return params.size()
                + (params.size() == 1 ? " argument" : " arguments")
                + (params.isEmpty()
                        ? ""
                        : " (" + params.stream().map(ValueType::toString).collect(Collectors.joining(", ")) + ")");
    }

    private static long argument(ValueType kind, String text) {
        try {
            switch (kind.kind()) {
                case I32:
                    return IntegerParser.i32(text);
                case I64:
                    return IntegerParser.i64(text);
                case F32:
                    return Float.floatToRawIntBits(Float.parseFloat(text));
                case F64:
                    return Double.doubleToRawLongBits(Double.parseDouble(text));
                default:
                    throw new InvocationException("a parameter of type " + kind + " cannot be given as a number");
            }
        } catch (NumberFormatException e) {
            throw new InvocationException("the argument '" + text + "' is not a valid " + kind);
        }
    }
}

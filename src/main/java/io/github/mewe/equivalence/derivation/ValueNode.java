package io.github.mewe.equivalence.derivation;

import java.util.Arrays;

/** A node of a value graph. Nodes of one graph with the same structure are identical. */
final class ValueNode {
    final ValueKind kind;

    /** The width: 32, 64 or 128 bits; 0 for memories, references and tuples. */
    final int bits;

    final long number;
    final String name;
    final ValueNode[] parts;

    /** The factors of a sum's parts; otherwise null. */
    final long[] factors;

    /** The index in order of creation, so that a node is younger than its parts. */
    int id = -1;

    /** The bits that are not zero for certain. */
    long possible;

    /** A filter of the symbols that the value depends on. */
    long symbols;

    /** A filter of the unknown numbers that the value is computed from. */
    long atoms;

    /** The values for sample inputs. */
    long[] samples;

    /** The hash code; 0 before it is first needed. */
    private int hash;

    ValueNode(ValueKind kind, int bits, long number, String name, ValueNode[] parts, long[] factors) {
        this.kind = kind;
        this.bits = bits;
        this.number = number;
        this.name = name;
        this.parts = parts;
        this.factors = factors;
    }

    boolean isConstant() {
        return kind == ValueKind.CONSTANT;
    }

    boolean isConstant(long value) {
        return kind == ValueKind.CONSTANT && number == value;
    }

    /** Determines if the value is 0 or 1. */
    boolean isTruth() {
        return (possible & ~1L) == 0 && (bits == 32 || bits == 64);
    }

    ValueNode part(int index) {
        return parts[index];
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = computeHash() | 1;
        }
        return hash;
    }

    private int computeHash() {
        int result = kind.ordinal() * 31 + bits;
        result = result * 31 + Long.hashCode(number);
        result = result * 31 + (name == null ? 0 : name.hashCode());
        for (ValueNode part : parts) {
            result = result * 31 + part.id;
        }
        return factors == null ? result : result * 31 + Arrays.hashCode(factors);
    }

    /** Compares structures; the parts must be nodes of one graph. */
    @Override
    public boolean equals(Object object) {
        if (this == object) {
            return true;
        }
        if (!(object instanceof ValueNode other)
                || kind != other.kind
                || bits != other.bits
                || number != other.number
                || parts.length != other.parts.length
                || !java.util.Objects.equals(name, other.name)
                || !Arrays.equals(factors, other.factors)) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != other.parts[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text(7);
    }

    private String text(int depth) {
        switch (kind) {
            case CONSTANT:
                return bits == 32 ? String.valueOf((int) number) : number + "L";
            case SYMBOL:
                return name + "#" + id;
            default:
                if (depth == 0) {
                    return "..";
                }
                var text = new StringBuilder(kind.name().toLowerCase(java.util.Locale.ROOT));
                if (name != null) {
                    text.append(':').append(name);
                }
                text.append('(');
                if (kind == ValueKind.SUM || number != 0) {
                    text.append(number).append(' ');
                }
                for (int i = 0; i < parts.length; i++) {
                    text.append(i > 0 ? ", " : "");
                    if (factors != null) {
                        text.append(factors[i]).append('*');
                    }
                    text.append(parts[i].text(depth - 1));
                }
                return text.append(')').toString();
        }
    }
}

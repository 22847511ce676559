package io.github.mewe.variant.rewrite;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.UnaryOperator;
import java.util.List;

/** One side of a rewrite rule, or its condition. */
public sealed interface Term {

    /** The type of the term's value. */
    Sort sort();

    /** The terms within this one, in the order of their evaluation. */
    default List<Term> parts() {
        return List.of();
    }

    /** What a variable of a rule stands for. */
    enum VariableKind {
        /** Any expression. */
        OPERAND,
        /** A constant of the matched expression; of vectors it can only be repeated, not computed with. */
        CONSTANT,
        /** A read of a local. */
        LOCAL,
        /** A constant drawn at random. */
        FRESH,
        /** A read of an integer local or global of the function, drawn at random. */
        NOISE
    }

    /**
     * A variable.
     *
     * @param name its name in the rule
     * @param kind what it stands for
     * @param sort its type
     */
    record Variable(String name, VariableKind kind, Sort sort) implements Term {}

    /**
     * A number.
     *
     * @param value the number, cut to the width where it is used
     * @param sort its type
     */
    record Literal(long value, Sort sort) implements Term {}

    /**
     * A number that depends on the width.
     *
     * @param quantity which one
     * @param sort its type
     */
    record WidthLiteral(Quantity quantity, Sort sort) implements Term {
        /** The quantities of a width. */
        public enum Quantity {
            /** The number of bits. */
            BITS,
            /** The index of the highest bit. */
            TOP,
            /** The binary logarithm of the number of bits. */
            LG,
            /** The significant bits of a float, the hidden one included. */
            PRECISION;

            /**
             * The quantity's value.
             *
             * @param bits the width
             */
            public int of(int bits) {
                return switch (this) {
                    case BITS -> bits;
                    case TOP -> bits - 1;
                    case LG -> Integer.numberOfTrailingZeros(bits);
                    case PRECISION -> bits == 32 ? 24 : 53;
                };
            }
        }
    }

    /**
     * An operation of one operand.
     *
     * @param operator the operation
     * @param operandSort the type that it works on
     * @param value the operand
     * @param sort the type of the result
     */
    record Unary(UnaryOperator operator, Sort operandSort, Term value, Sort sort) implements Term {
        @Override
        public List<Term> parts() {
            return List.of(value);
        }
    }

    /**
     * An operation of two operands.
     *
     * @param operator the operation
     * @param operandSort the type that it works on
     * @param left the first operand
     * @param right the second operand
     * @param sort the type of the result
     */
    record Binary(BinaryOperator operator, Sort operandSort, Term left, Term right, Sort sort) implements Term {
        @Override
        public List<Term> parts() {
            return List.of(left, right);
        }
    }

    /**
     * A selection.
     *
     * @param ifTrue the value for a condition other than zero
     * @param ifFalse the value for zero
     * @param condition an i32
     * @param sort the type of the values
     */
    record Choice(Term ifTrue, Term ifFalse, Term condition, Sort sort) implements Term {
        @Override
        public List<Term> parts() {
            return List.of(ifTrue, ifFalse, condition);
        }
    }

    /**
     * An operation on floats or vectors.
     *
     * @param template its name in the text format, with F, I and L in place of the width's float type, its integer type
     *     and its lanes
     * @param parts the operands
     * @param sort the type of the result
     */
    record Operation(String template, List<Term> parts, Sort sort) implements Term {
        /** Copies the list. */
        public Operation {
            parts = List.copyOf(parts);
        }

        /**
         * The operation's name at a width.
         *
         * @param template the name with placeholders
         * @param width 8, 16, 32 or 64 bits
         */
        static String nameAt(String template, int width) {
            int scalar = Sort.WIDTH.bits(width);
            return template.replace("F", "f" + scalar)
                    .replace("I", "i" + scalar)
                    .replace("L", "i" + width + "x" + 128 / width);
        }
    }

    /**
     * The low 32 bits of a value of the rule's width.
     *
     * @param value a term of the rule's width
     */
    record Low(Term value) implements Term {
        @Override
        public Sort sort() {
            return Sort.I32;
        }

        @Override
        public List<Term> parts() {
            return List.of(value);
        }
    }

    /**
     * An i32 extended without sign to the rule's width.
     *
     * @param value an i32 term
     */
    record Wide(Term value) implements Term {
        @Override
        public Sort sort() {
            return Sort.WIDTH;
        }

        @Override
        public List<Term> parts() {
            return List.of(value);
        }
    }

    /**
     * A term over constants that is computed when the rule is applied.
     *
     * @param value a term without operands, locals and noise
     * @param sort the type of its place: in that of a vector, all lanes have the value, cut to their width
     */
    record Computed(Term value, Sort sort) implements Term {
        @Override
        public List<Term> parts() {
            return List.of(value);
        }
    }
}

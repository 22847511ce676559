package io.github.mewe.variant.rewrite;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.UnaryOperator;
import java.util.List;

/** One side of a rewrite rule, or its condition. */
public sealed interface Term {

    /** The type of the term's value. */
    Sort sort();

    /** The operands of this term, in the order of their evaluation. */
    default List<Term> parts() {
        return List.of();
    }

    /** The kinds of variables in a rule. */
    enum VariableKind {
        /** Any expression. */
        OPERAND,
        /** A constant of the matched expression. A vector constant can only be repeated, not computed with. */
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
     * @param kind the expressions that it stands for
     * @param sort its type
     */
    record Variable(String name, VariableKind kind, Sort sort) implements Term {}

    /**
     * A number.
     *
     * @param value the number, truncated to the width where it is used
     * @param sort its type
     */
    record Literal(long value, Sort sort) implements Term {}

    /**
     * A number that depends on the width.
     *
     * @param quantity the kind of number
     * @param sort its type
     */
    record WidthLiteral(Quantity quantity, Sort sort) implements Term {
        /** The numbers that depend on the width. */
        public enum Quantity {
            /** The number of bits. */
            BITS,
            /** The index of the highest bit. */
            TOP,
            /** The binary logarithm of the number of bits. */
            LG,
            /** The number of significant bits of a float, including the hidden one. */
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
     * An operation with one operand.
     *
     * @param operator the operation
     * @param operandSort the type of the operand
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
     * An operation with two operands.
     *
     * @param operator the operation
     * @param operandSort the type of the operands
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
     * @param ifTrue the value if the condition is not zero
     * @param ifFalse the value if the condition is zero
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
     * An i32, zero-extended to the rule's width.
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
     * @param sort the type where it stands; for a vector, every lane has the value, truncated to the lane's width
     */
    record Computed(Term value, Sort sort) implements Term {
        @Override
        public List<Term> parts() {
            return List.of(value);
        }
    }
}

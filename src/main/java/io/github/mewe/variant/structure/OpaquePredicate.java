package io.github.mewe.variant.structure;

import static io.github.mewe.ir.BinaryOperator.ADD;
import static io.github.mewe.ir.BinaryOperator.AND;
import static io.github.mewe.ir.BinaryOperator.EQ;
import static io.github.mewe.ir.BinaryOperator.LE_U;
import static io.github.mewe.ir.BinaryOperator.MUL;
import static io.github.mewe.ir.BinaryOperator.NE;
import static io.github.mewe.ir.BinaryOperator.OR;
import static io.github.mewe.ir.BinaryOperator.SUB;
import static io.github.mewe.ir.BinaryOperator.XOR;
import static io.github.mewe.variant.structure.I32.not;
import static io.github.mewe.variant.structure.I32.of;

import io.github.mewe.ir.Expr;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * A condition that is 1 for every pair of i32 values (Collberg, Thomborson and Low, "Manufacturing Cheap, Resilient,
 * and Stealthy Opaque Constructs", 1998), in a form that optimisers do not simplify. A solver proves each predicate in
 * the build.
 *
 * @param name the statement that always holds
 * @param instructions the number of instructions, without the reads of the two values
 * @param form builds the condition from two pure i32 expressions; it may use each several times
 */
record OpaquePredicate(String name, int instructions, BinaryOperator<Expr> form) {

    /** All predicates. */
    static final List<OpaquePredicate> ALL = List.of(
            new OpaquePredicate("x(x+1) is even", 6, (x, y) -> not(of(AND, of(MUL, x, of(ADD, x, 1)), 1))),
            new OpaquePredicate("x^2 mod 4 is 0 or 1", 4, (x, y) -> not(of(AND, of(MUL, x, x), 2))),
            new OpaquePredicate("an odd square mod 8 is 1", 8, (x, y) -> {
                Expr odd = of(OR, x, 1);
                return of(EQ, of(AND, of(MUL, odd, odd), 7), 1);
            }),
            new OpaquePredicate("x^2+x+7 is odd", 8, (x, y) -> of(AND, of(ADD, of(MUL, x, x), of(ADD, x, 7)), 1)),
            new OpaquePredicate(
                    "7y^2-1 is no square", 7, (x, y) -> of(NE, of(SUB, of(MUL, of(MUL, y, y), 7), 1), of(MUL, x, x))),
            new OpaquePredicate(
                    "x^2+y^2 mod 4 is not 3",
                    7,
                    (x, y) -> of(NE, of(AND, of(ADD, of(MUL, x, x), of(MUL, y, y)), 3), 3)),
            new OpaquePredicate(
                    "the parity of a product",
                    6,
                    (x, y) -> of(EQ, of(AND, of(MUL, x, y), 1), of(AND, of(AND, x, y), 1))),
            new OpaquePredicate("a part is no larger", 2, (x, y) -> of(LE_U, of(AND, x, y), x)),
            new OpaquePredicate("a union is no smaller", 2, (x, y) -> of(LE_U, y, of(OR, x, y))),
            new OpaquePredicate("a difference is within the union", 3, (x, y) -> of(LE_U, of(XOR, x, y), of(OR, x, y))),
            new OpaquePredicate(
                    "or and and add up", 5, (x, y) -> of(EQ, of(ADD, of(OR, x, y), of(AND, x, y)), of(ADD, x, y))),
            new OpaquePredicate(
                    "the lowest bit of a negation",
                    6,
                    (x, y) -> not(of(AND, of(XOR, x, of(SUB, y, of(ADD, x, y))), 1))));
}

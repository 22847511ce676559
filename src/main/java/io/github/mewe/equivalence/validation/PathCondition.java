package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BoolExpr;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The condition under which control reaches a point: a list of conditions that shares its tail with earlier points.
 *
 * @param before the conditions before the last; null at the start of a function
 * @param whole the conjunction of all conditions
 * @param length the number of conditions
 */
record PathCondition(PathCondition before, BoolExpr last, BoolExpr whole, int length) {
    private static final int LOOK_BACK = 200;

    static PathCondition begin(TermBuilder terms) {
        return new PathCondition(null, terms.yes(), terms.yes(), 0);
    }

    /**
     * Adds a condition.
     *
     * @return empty if the condition obviously contradicts the path
     */
    Optional<PathCondition> where(BoolExpr condition, TermBuilder terms) {
        if (condition.equals(terms.no())) {
            return Optional.empty();
        }
        if (condition.equals(terms.yes())) {
            return Optional.of(this);
        }
        BoolExpr opposite = terms.not(condition);
        boolean isOutside = terms.isBound(condition);
        boolean isInside = terms.isBound(opposite);
        int looked = 0;
        for (PathCondition path = this; path.before != null && looked < LOOK_BACK; path = path.before) {
            if (path.last.equals(condition)) {
                return Optional.of(this);
            }
            if (path.last.equals(opposite)) {
                return Optional.empty();
            }
            if (isOutside && terms.isInsideBecause(condition, terms.not(path.last))) {
                return Optional.empty();
            }
            if (isInside && terms.isInsideBecause(opposite, terms.not(path.last))) {
                return Optional.of(this);
            }
            looked++;
        }
        return Optional.of(new PathCondition(this, condition, terms.both(whole, condition), length + 1));
    }

    /**
     * The union of two exclusive paths.
     *
     * @param isFirst on the union, the condition under which the first path is taken
     */
    record Join(PathCondition path, BoolExpr isFirst) {}

    /** Joins this path with one that excludes it. */
    Join join(PathCondition other, TermBuilder terms) {
        Deque<BoolExpr> mine = new ArrayDeque<>();
        Deque<BoolExpr> theirs = new ArrayDeque<>();
        PathCondition one = this;
        PathCondition two = other;
        while (one != two) {
            if (one.length >= two.length) {
                mine.push(one.last);
                one = one.before;
            } else {
                theirs.push(two.last);
                two = two.before;
            }
        }
        BoolExpr isFirst;
        BoolExpr either;
        if (!mine.isEmpty() && !theirs.isEmpty() && mine.peek().equals(terms.not(theirs.peek()))) {
            isFirst = mine.pop();
            theirs.pop();
            either = terms.choose(isFirst, all(mine, terms), all(theirs, terms));
        } else if (mine.isEmpty()) {
            isFirst = terms.not(all(theirs, terms));
            either = terms.yes();
        } else {
            isFirst = all(mine, terms);
            either = terms.or(isFirst, all(theirs, terms));
        }
        PathCondition path = either.equals(terms.yes())
                ? one
                : new PathCondition(one, either, terms.both(one.whole, either), one.length + 1);
        return new Join(path, isFirst);
    }

    private static BoolExpr all(Deque<BoolExpr> conditions, TermBuilder terms) {
        return conditions.stream().reduce(terms.yes(), terms::and);
    }
}

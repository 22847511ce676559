package io.github.mewe.engine;

import io.github.mewe.link.StackGuard;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The maximum distance by which the start of the stack is lowered: a number of bytes, or a share of the stack.
 *
 * @param amount the bytes, a multiple of 16, or the percentage
 * @param isPercentage true if the amount is a percentage of the stack's size
 */
public record StackStart(int amount, boolean isPercentage) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(%?)");
    private static final int MOST_PERCENT = 50;
    private static final int WHOLE = 100;

    /** The default in a POM. */
    public static final String DEFAULT_TEXT = "6%";

    /** The default. */
    public static final StackStart DEFAULT = parse(DEFAULT_TEXT);

    /** The number of bytes that stands for any percentage of a stack of unknown size. */
    static final int BYTES_IF_UNKNOWN = 1024;

    /** Checks the amount. */
    public StackStart {
        if (amount < 0 || (isPercentage ? amount > MOST_PERCENT : amount % StackGuard.ALIGNMENT != 0)) {
            throw invalid();
        }
    }

    /** A number of bytes. */
    public static StackStart ofBytes(int bytes) {
        return new StackStart(bytes, false);
    }

    /**
     * Parses a number of bytes such as {@code 1024}, or a percentage such as {@code 6%}.
     *
     * @throws IllegalArgumentException if the text has another form or the amount is out of range
     */
    public static StackStart parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw invalid();
        }
        return new StackStart(
                Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty());
    }

    /**
     * The distance in bytes, a multiple of 16.
     *
     * @param stackSize the size of the stack in bytes; empty if it is unknown
     */
    long bytes(OptionalLong stackSize) {
        if (!isPercentage || amount == 0) {
            return amount;
        }
        if (stackSize.isEmpty()) {
            return BYTES_IF_UNKNOWN;
        }
        long share = stackSize.getAsLong() / WHOLE * amount + stackSize.getAsLong() % WHOLE * amount / WHOLE;
        return share - share % StackGuard.ALIGNMENT;
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException("it must be a number of bytes that is a multiple of " + StackGuard.ALIGNMENT
                + ", such as 1024, or a percentage of the stack from 0% to " + MOST_PERCENT + "%");
    }

    /** The text in a POM. */
    @Override
    public String toString() {
        return amount + (isPercentage ? "%" : "");
    }
}

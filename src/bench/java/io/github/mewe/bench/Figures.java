package io.github.mewe.bench;

import java.util.Collection;
import java.util.Locale;

/** Formats numbers for pages. */
public final class Figures {
    private static final int LARGEST_EXPONENT = 7;
    private static final int SMALLEST_EXPONENT = -3;

    private Figures() {}

    /** A number with a fixed number of digits after the point. */
    public static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /** A whole number. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A share of 1 in per cent. */
    public static String percent(double share, int digits) {
        return fixed(100 * share + 0.0, digits) + " %";
    }

    /** A number of any magnitude, with about three significant digits. */
    public static String large(double value) {
        if (value == 0) {
            return "0";
        }
        int exponent = (int) Math.floor(Math.log10(value));
        if (exponent >= LARGEST_EXPONENT || exponent < SMALLEST_EXPONENT) {
            return String.format(Locale.ROOT, "%.1f·10<sup>%d</sup>", value / Math.pow(10, exponent), exponent);
        }
        return fixed(value, Math.max(0, Math.min(4, 2 - exponent)));
    }

    /** A time in the unit that suits it, from milliseconds to years. */
    public static String duration(double seconds) {
        if (seconds < 1) {
            return large(1000 * seconds) + " ms";
        }
        if (seconds < 3600) {
            return fixed(seconds, 0) + " s";
        }
        double days = seconds / 86_400;
        if (days < 2) {
            return fixed(24 * days, 1) + " h";
        }
        return days < 730 ? fixed(days, 0) + " days" : large(days / 365.25) + " years";
    }

    /** The geometric mean of ratios; there must be at least one. */
    public static double geometricMean(Collection<Double> ratios) {
        return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow());
    }

    /** The range of some numbers: {@code 3 to 5}, or {@code 3} if all have the same text. */
    public static String range(Collection<Double> values, int digits) {
        String least = fixed(values.stream().mapToDouble(v -> v).min().orElseThrow(), digits);
        String most = fixed(values.stream().mapToDouble(v -> v).max().orElseThrow(), digits);
        return least.equals(most) ? least : least + " to " + most;
    }
}

package io.github.mewe.report.html;

import java.util.Locale;

/** Formats figures for people. */
final class FigureFormat {
    private static final String[] SIZES = {"bytes", "KB", "MB", "GB"};

    private FigureFormat() {}

    /** A count with thousands separators. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A percentage. Only exact shares show as 0 % or 100 %. */
    static String percent(double part, double whole) {
        if (whole == 0) {
            return "0 %";
        }
        double share = 100 * part / whole;
        String text = String.format(Locale.ROOT, "%.1f", share);
        if (text.equals("100.0") && part != whole) {
            return "99.9 %";
        }
        if (text.equals("0.0") && part != 0) {
            return "0.1 %";
        }
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
    }

    /** A size with a decimal unit. */
    static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < SIZES.length - 1) {
            size /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || size >= 100 ? "%.0f %s" : "%.1f %s", size, SIZES[unit]);
    }

    /** A factor such as x1.04. */
    static String times(double factor) {
        return String.format(Locale.ROOT, factor < 10 ? "x%.2f" : "x%.1f", factor);
    }

    /** A number with about three significant digits. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return count((long) value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.3g", value);
    }

    /** A time, given in microseconds, with a unit. */
    static String microseconds(double time) {
        if (time >= 1_000_000) {
            return String.format(Locale.ROOT, "%.2f s", time / 1_000_000);
        }
        return time >= 1_000
                ? String.format(Locale.ROOT, "%.2f ms", time / 1_000)
                : String.format(Locale.ROOT, "%.3g µs", time);
    }

    /** The probability that the given number of random bits repeats. */
    static String oneIn(double bits) {
        if (bits < 0.05) {
            return "always";
        }
        if (bits <= 30) {
            return "1 in " + count(Math.round(StrictMath.pow(2, bits)));
        }
        return String.format(Locale.ROOT, "1 in 10^%.0f", bits * StrictMath.log10(2));
    }
}

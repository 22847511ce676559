package io.github.mewe.maven;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;

/** A preset of the limits that decide the size of the output. */
enum BudgetSize {
    /** As balanced, but with more variants in small modules and fewer in large ones. */
    AUTO(4, 8.0, 1.0),
    /** Leaves out the largest functions, which take much of the time to start and are few. */
    SMALL(1, 2.0, 0.94),
    BALANCED(4, 8.0, 1.0),
    STRONG(8, 15.0, 1.0);

    private final int variants;
    private final double maxGrowth;
    private final double coverage;

    BudgetSize(int variants, double maxGrowth, double coverage) {
        this.variants = variants;
        this.maxGrowth = maxGrowth;
        this.coverage = coverage;
    }

    /** The size with a name in lower case. */
    static BudgetSize named(String name) throws MojoFailureException {
        for (BudgetSize size : values()) {
            if (size.text().equals(name)) {
                return size;
            }
        }
        throw new MojoFailureException("<budget><size> (mewe.size) is '" + name + "'; it must be one of "
                + Arrays.stream(values()).map(BudgetSize::text).collect(Collectors.joining(", ")));
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    int variants() {
        return variants;
    }

    double maxGrowth() {
        return maxGrowth;
    }

    double coverage() {
        return coverage;
    }
}

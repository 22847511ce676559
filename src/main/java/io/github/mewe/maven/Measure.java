package io.github.mewe.maven;

import org.apache.maven.plugin.MojoFailureException;

/** The element {@code <measure>}. */
public final class Measure {
    private Integer runs;
    private Integer timeRuns;
    private Integer timeSeconds;
    private Boolean machineCode;
    private String node;

    int runs(int fallback) throws MojoFailureException {
        return within("runs", runs == null ? fallback : runs, 1, 1_000_000);
    }

    int timeRuns(int fallback) throws MojoFailureException {
        return within("timeRuns", timeRuns == null ? fallback : timeRuns, 0, 1_000_000);
    }

    int timeSeconds(int fallback) throws MojoFailureException {
        return within("timeSeconds", timeSeconds == null ? fallback : timeSeconds, 1, 100_000);
    }

    boolean machineCode(boolean fallback) {
        return machineCode == null ? fallback : machineCode;
    }

    String node(String fallback) {
        return node == null ? fallback : node;
    }

    private static int within(String element, int value, int least, int most) throws MojoFailureException {
        if (value < least || value > most) {
            throw new MojoFailureException("<measure><" + element + "> (mewe.measure." + element + ") is " + value
                    + "; it must be from " + least + " to " + most);
        }
        return value;
    }
}

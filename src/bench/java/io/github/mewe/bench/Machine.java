package io.github.mewe.bench;

/** Describes the machine that a benchmark runs on. */
public final class Machine {
    private Machine() {}

    /** The number of processors, as a phrase. */
    public static String processors() {
        int count = Runtime.getRuntime().availableProcessors();
        return count == 1 ? "1 processor" : count + " processors";
    }

    /** The version of Java. */
    public static String java() {
        return "Java " + Runtime.version().feature();
    }
}

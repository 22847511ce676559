package io.github.mewe.bench;

/** The machine that a benchmark ran on, as pages name it. */
public final class Machine {
    private Machine() {}

    /** Its processors, the only part of it that pages name. */
    public static String processors() {
        int count = Runtime.getRuntime().availableProcessors();
        return count == 1 ? "1 processor" : count + " processors";
    }

    /** The version of Java. */
    public static String java() {
        return "Java " + Runtime.version().feature();
    }
}

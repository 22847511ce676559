package io.github.mewe.it.teavm;

import java.util.Map;
import java.util.TreeMap;

/** Counts words, after a few other things that need objects, strings and exceptions. */
public final class Words {
    private Words() {}

    /** Prints what it counted. */
    public static void main(String[] arguments) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String word : "the quick brown fox jumps over the lazy dog and the cat".split(" ")) {
            counts.merge(word, 1, Integer::sum);
        }
        counts.forEach((word, count) -> System.out.println(word + " " + count));
        System.out.println(fibonacci(20) + " " + "naïve 渡辺".hashCode() + " " + Long.toHexString(-7L >>> 3));
        try {
            System.out.println(counts.get("missing").intValue());
        } catch (NullPointerException e) {
            System.out.println("caught");
        }
    }

    private static int fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }
}

package io.github.mewe.it.workers;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.teavm.jso.JSExport;

/** Counts words. */
public final class Words {
    private Words() {}

    /**
     * Counts the words of a text.
     *
     * @param text the text
     * @return a line for each word, the most frequent first
     */
    @JSExport
    public static String count(String text) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")) {
            if (!word.isEmpty()) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** The entry point that TeaVM needs; it does nothing. */
    public static void main(String[] arguments) {}
}

package io.github.mewe.spec;

import io.github.mewe.common.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The commands that are known not to run, with reasons, from not-run.txt. */
final class NotRun {
    private final List<Entry> entries;
    private final Set<Entry> used = new HashSet<>();

    private NotRun(List<Entry> entries) {
        this.entries = entries;
    }

    private record Entry(String script, int first, int last, String reason) {}

    static NotRun load() {
        var entries = new ArrayList<Entry>();
        for (String line : Resources.text(NotRun.class, "not-run.txt").lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("\\s+", 3);
                String[] lines = parts[1].split("-");
                entries.add(new Entry(
                        parts[0], Integer.parseInt(lines[0]), Integer.parseInt(lines[lines.length - 1]), parts[2]));
            }
        }
        return new NotRun(entries);
    }

    /** The reason why a line of a script does not run; empty if it is not listed. */
    synchronized Optional<String> reason(String script, int line) {
        Optional<Entry> entry = entries.stream()
                .filter(e -> e.script().equals(script) && e.first() <= line && line <= e.last())
                .findFirst();
        entry.ifPresent(used::add);
        return entry.map(Entry::reason);
    }

    /** Entries that {@link #reason} never returned: these commands run now. */
    synchronized List<String> stale() {
        return entries.stream()
                .filter(e -> !used.contains(e))
                .map(e -> e.script() + ":" + e.first())
                .toList();
    }
}

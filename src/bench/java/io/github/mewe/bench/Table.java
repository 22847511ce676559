package io.github.mewe.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Markdown table under construction. */
public final class Table {
    private final List<String> lines = new ArrayList<>();
    private final int columns;

    /**
     * A table without rows.
     *
     * @param text the titles of its first columns, which hold text
     * @param numbers the titles of the others, which hold numbers
     */
    public Table(List<String> text, List<String> numbers) {
        columns = text.size() + numbers.size();
        lines.add(line(Stream.concat(text.stream(), numbers.stream())));
        lines.add(line(Stream.concat(
                text.stream().map(title -> "---"), numbers.stream().map(title -> "---:"))));
    }

    /** Adds a row: one cell per column. */
    public Table row(Object... cells) {
        return row(List.of(cells));
    }

    /** Adds a row: one cell per column. */
    public Table row(List<?> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells in a table of " + columns + " columns");
        }
        lines.add(line(cells.stream()));
        return this;
    }

    private static String line(Stream<?> cells) {
        return cells.map(cell -> "| " + cell + " ").collect(Collectors.joining("", "", "|"));
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}

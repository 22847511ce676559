package io.github.mewe.engine;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Selects functions by their names.
 *
 * @param includes globs, one of which must match; empty for all names
 * @param excludes globs, none of which may match
 */
public record NameFilter(List<String> includes, List<String> excludes) implements Predicate<String> {
    /** Copies the lists. */
    public NameFilter {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }

    /** Selects every function. */
    public static NameFilter all() {
        return new NameFilter(List.of(), List.of());
    }

    /** The globs that match none of the names. */
    static List<String> unmatched(List<String> globs, Set<String> names) {
        return globs.stream()
                .filter(glob -> names.stream().noneMatch(pattern(glob).asMatchPredicate()))
                .toList();
    }

    /** The filter as a predicate with compiled globs. */
    Predicate<String> compiled() {
        List<Pattern> in = includes.stream().map(NameFilter::pattern).toList();
        List<Pattern> out = excludes.stream().map(NameFilter::pattern).toList();
        return name ->
                (in.isEmpty() || in.stream().anyMatch(p -> p.matcher(name).matches()))
                        && out.stream().noneMatch(p -> p.matcher(name).matches());
    }

    @Override
    public boolean test(String name) {
        return compiled().test(name);
    }

    /**
     * Compiles a glob: {@code *} matches any text and {@code ?} one character. No character separates path elements.
     */
    private static Pattern pattern(String glob) {
        var regex = new StringBuilder();
        for (char c : glob.strip().toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}

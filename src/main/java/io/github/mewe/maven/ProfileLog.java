package io.github.mewe.maven;

import io.github.mewe.profile.RecordedProfile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;

/** Prints a summary of a recorded profile. */
final class ProfileLog {
    private static final int HOTTEST = 3;

    private final Log log;

    ProfileLog(Log log) {
        this.log = log;
    }

    void report(RecordedProfile recorded, Path place) {
        double cost = Math.max(recorded.cost(), Double.MIN_NORMAL);
        String hottest = recorded.functions().stream()
                .sorted(Comparator.comparingDouble(RecordedProfile.Function::cost)
                        .reversed()
                        .thenComparing(RecordedProfile.Function::index))
                .limit(HOTTEST)
                .map(function -> String.format(
                        Locale.ROOT,
                        "%s %.0f %%",
                        function.name() == null ? "function " + function.index() : function.name(),
                        100 * function.cost() / cost))
                .collect(Collectors.joining(", "));
        log.info(String.format(
                Locale.ROOT,
                "%d of %d functions were called, %d times; hottest: %s",
                recorded.functions().size(),
                recorded.defined(),
                recorded.functions().stream()
                        .mapToLong(RecordedProfile.Function::calls)
                        .sum(),
                hottest));
        log.info("Profile: " + place);
    }
}

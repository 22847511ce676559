package io.github.mewe.hard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.hard.HardEngine.Outcome;
import io.github.mewe.hard.HardEngine.Subject;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.link.RandomnessSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Measures how deep recursion goes before a stack of a fixed size overflows. The report is {@code recursion-report.txt}
 * in the build directory; {@code docs/design/linking.md} explains the numbers.
 */
class RecursionDepthIT {
    private static final Path BUILD = Path.of(System.getProperty("project.build.directory", "target"));

    /** Optimised code without inlining, so that every call has a frame and all frames have one size. */
    private static final List<String> FLAGS =
            List.of("--stack-size=800", "--no-liftoff", "--no-wasm-tier-up", "--no-wasm-inlining");

    private static final CustomSection TAIL_CALLS =
            new CustomSection("target_features", "\u0001+\ttail-call".getBytes(StandardCharsets.UTF_8));

    /** The difference that the alignment of the first frame may make. */
    private static final double ALL = 0.99;

    private static final double LEAST = 0.25;

    private static HardEngine engine;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        engine = HardEngine.install(BUILD.resolve("hard"));
    }

    @Test
    void dispatchersTakeAPartOfTheDepthUnlessTheyMayUseTailCalls() throws IOException, InterruptedException {
        HardCase hardCase = HardCase.read("depth", List.of());
        HardCase withTailCalls = hardCase.with(TAIL_CALLS::behind);
        var subjects = new ArrayList<Subject>();
        subjects.add(new Subject(
                "original", Map.of("main", hardCase.modules().get("main").binary()), null));
        for (HardCase each : List.of(hardCase, withTailCalls)) {
            for (Granularity granularity : Granularity.values()) {
                String name = granularity.configurationName() + (each == withTailCalls ? ", tail calls" : "");
                byte[] linked =
                        each.modules().get("main").linked(granularity, RandomnessSource.FIXED, new DrawKey(1, 2));
                subjects.add(new Subject(name, Map.of("main", linked), null));
            }
        }
        List<Outcome> outcomes = engine.run(FLAGS, hardCase, subjects);
        var report = new ArrayList<String>();
        for (int i = 0; i < subjects.size(); i++) {
            report.add(String.format(
                    Locale.ROOT,
                    "%-24s direct %6d (%.2f)  indirect %6d (%.2f)",
                    subjects.get(i).name(),
                    depth(outcomes.get(i), "direct"),
                    share(outcomes, i, "direct"),
                    depth(outcomes.get(i), "indirect"),
                    share(outcomes, i, "indirect")));
        }
        Files.write(BUILD.resolve("recursion-report.txt"), report);
        report.forEach(System.out::println);
        for (int i = 1; i < subjects.size(); i++) {
            String name = subjects.get(i).name();
            for (String way : List.of("direct", "indirect")) {
                boolean hasNoFrame = name.endsWith("tail calls") || name.equals("bound") && way.equals("direct");
                double share = share(outcomes, i, way);
                assertTrue(
                        hasNoFrame ? share >= ALL : share >= LEAST && share < ALL,
                        name + ", " + way + ": " + share + " of the original's depth");
            }
        }
    }

    private static double share(List<Outcome> outcomes, int subject, String way) {
        return depth(outcomes.get(subject), way) / (double) depth(outcomes.get(0), way);
    }

    private static int depth(Outcome outcome, String way) {
        return Integer.parseInt(outcome.ways().get(way).seen().get(0));
    }
}

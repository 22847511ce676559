package io.github.mewe.hard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.hard.HardEngine.Outcome;
import io.github.mewe.hard.HardEngine.Subject;
import io.github.mewe.hard.HardEngine.Way;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryLayout.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that modules that are hard to link keep their behaviour, and that every way to call a function reaches all of
 * its bodies.
 */
class HardModulesIT {
    private static final Path BUILD = Path.of(System.getProperty("project.build.directory", "target"));
    private static final int KEYS = 48;
    private static final int BUILD_SEEDS = 2;
    private static final int RUN_SEEDS = 2;

    /** Below this many instructions, a function may have nothing to vary. */
    private static final int ELIGIBLE_INSTRUCTIONS = 10;

    /** Functions of more instructions, but all of these access tables. */
    private static final Set<String> UNVARIED = Set.of("fill");

    /** The modules of each case besides the main one. */
    private static final Map<String, List<String>> CASES = Map.ofEntries(
            Map.entry("references", List.of("user")),
            Map.entry("types", List.of()),
            Map.entry("exceptions", List.of()),
            Map.entry("exceptions-legacy", List.of()),
            Map.entry("recursion", List.of()),
            Map.entry("memory64", List.of()),
            Map.entry("multi-memory", List.of()),
            Map.entry("wasi-memories", List.of()),
            Map.entry("names", List.of()),
            Map.entry("threads", List.of()),
            Map.entry("tail-calls", List.of()),
            Map.entry("dylink", List.of("side")));

    /** A dynamic linking section: memory and table sizes, a needed library, and the flags of an export. */
    private static final CustomSection DYLINK = new CustomSection("dylink.0", new byte[] {
        1, 4, 8, 2, 2, 0, // 8 bytes aligned to 4, 2 entries
        2, 9, 1, 7, 'l', 'i', 'b', 'm', '.', 's', 'o', 3, 12, 1, 9, 's', 'i', 'd', 'e', '_', 's', 't', 'e', 'p', 4, 4,
        12, 1, 3, 'e', 'n', 'v', 5, 'a', 'b', 's', 'n', 't', 1
    });

    private static HardEngine engine;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        engine = HardEngine.install(BUILD.resolve("hard"));
    }

    static Stream<String> cases() {
        return CASES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyWayReachesAllBodies(String name) throws IOException, InterruptedException {
        HardCase hardCase = read(name);
        var subjects = new ArrayList<Subject>();
        subjects.add(subject("original", hardCase, NotedModule::binary));
        for (Granularity granularity : Granularity.values()) {
            for (int key = 0; key < KEYS; key++) {
                var drawKey = new DrawKey(key, -key);
                subjects.add(subject(
                        granularity.configurationName() + key,
                        hardCase,
                        module -> module.linked(granularity, RandomnessSource.FIXED, drawKey)));
            }
        }
        List<Outcome> outcomes = engine.run(List.of(), hardCase, subjects);
        Outcome before = outcomes.get(0);
        assertTrue(
                before.ways().values().stream().anyMatch(way -> !way.seen().isEmpty()), "the script reports results");
        for (int i = 1; i < outcomes.size(); i++) {
            assertSame(before, outcomes.get(i), name + ", " + subjects.get(i).name());
        }
        for (Granularity granularity : Granularity.values()) {
            int first = 1 + granularity.ordinal() * KEYS;
            List<Outcome> ofGranularity = outcomes.subList(first, first + KEYS);
            assertAllBodiesRan(before, ofGranularity, name + ", " + granularity);
            if (granularity == Granularity.INSTANCE) {
                ofGranularity.forEach(outcome -> assertOneBodyAnInstance(outcome, name));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void diversifiedModulesDoWhatTheyDid(String name) throws IOException, InterruptedException {
        HardCase hardCase = read(name);
        List<GranularityChoice> choices = Stream.concat(
                        Stream.of(GranularityChoice.AUTOMATIC),
                        Stream.of(Granularity.values()).map(g -> new GranularityChoice(Optional.of(g), List.of())))
                .toList();
        var subjects = new ArrayList<Subject>();
        subjects.add(subject("original", hardCase, NotedModule::binary));
        for (GranularityChoice choice : choices) {
            for (int build = 0; build < BUILD_SEEDS; build++) {
                String seed = "build " + build;
                var binaries = new LinkedHashMap<String, byte[]>();
                hardCase.modules().forEach((module, noted) -> binaries.put(module, diversified(noted, choice, seed)));
                for (int run = 0; run < RUN_SEEDS; run++) {
                    subjects.add(new Subject("diversified-" + choice + "-" + build + "-" + run, binaries, run));
                }
            }
        }
        List<Outcome> outcomes = engine.run(List.of(), hardCase, subjects);
        for (int i = 1; i < outcomes.size(); i++) {
            assertSame(
                    outcomes.get(0),
                    outcomes.get(i),
                    name + ", " + subjects.get(i).name());
        }
    }

    private static HardCase read(String name) {
        HardCase hardCase = HardCase.read(name, CASES.get(name));
        return name.equals("dylink") ? hardCase.with(DYLINK::before) : hardCase;
    }

    private static byte[] diversified(NotedModule module, GranularityChoice choice, String seed) {
        var request = new DiversificationRequest(
                        new VariantBudget(3, 100, 1.3, Optional.empty()),
                        Optional.of(seed),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                .withGranularity(choice);
        DiversificationResult result =
                new Diversifier(1, BUILD).diversify("in.wasm", module.binary(), "out.wasm", request, Progress.SILENT);
        assertEquals(List.of(), result.faults());
        for (Manifest.Function function : result.manifest().functions()) {
            assertTrue(
                    !function.variants().isEmpty()
                            || function.instructions() < ELIGIBLE_INSTRUCTIONS
                            || UNVARIED.contains(function.name()),
                    () -> function.name() + " has no variants: " + function.reason());
        }
        return result.binary();
    }

    @Test
    void theSectionForDynamicLinkingStaysFirstAndAsItIs() {
        for (NotedModule module : read("dylink").modules().values()) {
            for (byte[] output : List.of(
                    module.linked(Granularity.CALL, RandomnessSource.EXPORT, new DrawKey(1, 2)),
                    diversified(module, GranularityChoice.AUTOMATIC, "any"))) {
                Section first = BinaryLayout.of(output).sections().get(0);
                assertEquals("dylink.0", first.name());
                byte[] whole = DYLINK.before(Arrays.copyOf(output, 8));
                assertArrayEquals(whole, Arrays.copyOf(output, first.end()));
            }
        }
    }

    @Test
    void threadsHaveAStateEach() throws IOException, InterruptedException {
        HardCase hardCase = read("threads");
        for (Granularity granularity : List.of(Granularity.CALL, Granularity.INSTANCE)) {
            Map<String, byte[]> binaries = new LinkedHashMap<>();
            hardCase.modules()
                    .forEach((name, module) ->
                            binaries.put(name, module.linked(granularity, RandomnessSource.EXPORT, new DrawKey(1, 2))));
            // The script seeds thread i with the run's seed plus i, so two threads share each seed.
            List<Outcome> outcomes = engine.run(
                    List.of(),
                    hardCase,
                    IntStream.range(0, RUN_SEEDS)
                            .mapToObj(seed -> new Subject("seeded" + granularity + seed, binaries, seed))
                            .toList());
            assertEquals(bodies(outcomes.get(0), 1), bodies(outcomes.get(1), 0), "equal seeds, equal choices");
            assertEquals(bodies(outcomes.get(0), 2), bodies(outcomes.get(1), 1), "equal seeds, equal choices");
            assertNotEquals(bodies(outcomes.get(0), 0), bodies(outcomes.get(0), 1), "other seeds, other choices");
        }
    }

    /** The bodies that ran in a thread after its seeding. */
    private static List<Integer> bodies(Outcome outcome, int thread) {
        return outcome.ways().get("thread " + thread).notes().stream()
                .skip(1)
                .map(note -> note.get(2))
                .toList();
    }

    private static Subject subject(String name, HardCase hardCase, Function<NotedModule, byte[]> change) {
        var binaries = new LinkedHashMap<String, byte[]>();
        hardCase.modules().forEach((module, noted) -> binaries.put(module, change.apply(noted)));
        return new Subject(name, binaries, null);
    }

    private static void assertSame(Outcome before, Outcome after, String what) {
        assertEquals(before.ways().keySet(), after.ways().keySet(), what);
        before.ways().forEach((name, way) -> {
            Way now = after.ways().get(name);
            assertEquals(way.seen(), now.seen(), what + ", seen: " + name);
            assertEquals(way.calls(), now.calls(), what + ", functions that ran: " + name);
        });
    }

    private static void assertAllBodiesRan(Outcome before, List<Outcome> outcomes, String what) {
        before.ways().forEach((name, way) -> {
            Map<List<Integer>, Set<Integer>> ran = new HashMap<>();
            for (Outcome outcome : outcomes) {
                for (List<Integer> note : outcome.ways().get(name).notes()) {
                    ran.computeIfAbsent(note.subList(0, 2), function -> new TreeSet<>())
                            .add(note.get(2));
                }
            }
            ran.forEach((function, bodies) -> assertEquals(
                    IntStream.range(0, NotedModule.bodies(function.get(1)))
                            .boxed()
                            .toList(),
                    List.copyOf(bodies),
                    what + ", " + name + ": bodies of [instance, function] " + function));
        });
    }

    private static void assertOneBodyAnInstance(Outcome outcome, String what) {
        Map<List<Integer>, Set<Integer>> ran = outcome.ways().values().stream()
                .flatMap(way -> way.notes().stream())
                .collect(Collectors.groupingBy(
                        note -> note.subList(0, 2), Collectors.mapping(note -> note.get(2), Collectors.toSet())));
        ran.forEach((function, bodies) -> assertEquals(1, bodies.size(), what + ": bodies of " + function));
    }
}

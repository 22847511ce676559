package io.github.mewe.hard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.hard.HardEngine.Outcome;
import io.github.mewe.hard.HardEngine.Subject;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Links and diversifies as many functions as the largest real modules have. Work that grows faster than their number,
 * or takes too much memory, does not finish here.
 */
class ManyFunctionsIT {
    private static final Path BUILD = Path.of(System.getProperty("project.build.directory", "target"));
    private static final int FUNCTIONS = 60_000;
    private static final int CHAIN = 300;

    private static HardEngine engine;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        engine = HardEngine.install(BUILD.resolve("hard"));
    }

    @Test
    void allOfThemAreLinked() throws IOException, InterruptedException {
        var module = NotedModule.ofNoted(WatModule.assemble(text()));
        var subjects = new ArrayList<Subject>();
        subjects.add(new Subject("original", Map.of("main", module.binary()), null));
        for (Granularity granularity : List.of(Granularity.CALL, Granularity.BOUND)) {
            byte[] linked = module.linked(granularity, RandomnessSource.FIXED, new DrawKey(1, 2));
            subjects.add(new Subject(granularity.configurationName(), Map.of("main", linked), null));
        }
        assertSame(subjects, module);
    }

    @Test
    @Tag("heavy")
    void allOfThemAreDiversified() throws IOException, InterruptedException {
        var module = NotedModule.ofNoted(WatModule.assemble(text()));
        var request = new DiversificationRequest(
                new VariantBudget(2, 8, 1.3, Optional.empty()),
                Optional.of("many"),
                NameFilter.all(),
                List.of(),
                RandomnessSource.AUTO);
        DiversificationResult result = new Diversifier(Runtime.getRuntime().availableProcessors(), BUILD)
                .diversify("in.wasm", module.binary(), "out.wasm", request, Progress.SILENT);
        assertEquals(List.of(), result.faults());
        assertTrue(
                result.manifest().totals().diversified() >= FUNCTIONS, "all but the smallest functions have variants");
        assertSame(
                List.of(
                        new Subject("original", Map.of("main", module.binary()), null),
                        new Subject("diversified", Map.of("main", result.binary()), 1)),
                module);
    }

    private static void assertSame(List<Subject> subjects, NotedModule module)
            throws IOException, InterruptedException {
        List<Outcome> outcomes = engine.run(List.of(), new HardCase("many", Map.of("main", module)), subjects);
        for (int i = 1; i < subjects.size(); i++) {
            String what = subjects.get(i).name();
            outcomes.get(0).ways().forEach((name, way) -> assertTrue(way.seen().size() > 0, name));
            for (String way : outcomes.get(0).ways().keySet()) {
                assertEquals(
                        outcomes.get(0).ways().get(way).seen(),
                        outcomes.get(i).ways().get(way).seen(),
                        what);
                assertEquals(
                        outcomes.get(0).ways().get(way).calls(),
                        outcomes.get(i).ways().get(way).calls(),
                        what);
            }
            if (!what.equals("diversified")) {
                long others = outcomes.get(i).ways().values().stream()
                        .flatMap(way -> way.notes().stream())
                        .filter(note -> note.get(2) > 0)
                        .count();
                assertTrue(others > 100, what + ": " + others + " calls ran another body than the first");
            }
        }
    }

    private static String text() {
        var text = new StringBuilder("""
                (module
                  (import "test" "note" (func $note (param i32 i32)))
                  (type $op (func (param i32) (result i32)))
                """);
        text.append("(table (export \"table\") ").append(FUNCTIONS).append(" funcref)\n(elem (i32.const 0)");
        for (int i = 0; i < FUNCTIONS; i++) {
            text.append(" $f").append(i);
        }
        text.append(")\n");
        for (int i = 0; i < FUNCTIONS; i++) {
            // Chains of direct calls, so that there are calls to bind.
            String next = i % CHAIN == CHAIN - 1
                    ? "(i32.const " + i + ")"
                    : "(call $f" + (i + 1) + " (i32.xor (local.get $x) (i32.const " + i + ")))";
            text.append("(func $f").append(i).append(" (type $op) (param $x i32) (result i32) (call $note (i32.const ");
            text.append(i)
                    .append(") (i32.const 0)) (i32.add (i32.mul (local.get $x) (i32.const ")
                    .append(2 * i + 1);
            text.append(")) (if (result i32) (i32.and (local.get $x) (i32.const 1)) (then ")
                    .append(next);
            text.append(") (else (i32.rotl (local.get $x) (i32.const 7))))))\n");
        }
        text.append("(func (export \"count\") (result i32) (call $note (i32.const ")
                .append(FUNCTIONS);
        text.append(") (i32.const 0)) (i32.const ").append(FUNCTIONS).append("))\n(export \"first\" (func $f0))\n");
        text.append("(func (export \"indirect\") (param i32 i32) (result i32) (call $note (i32.const ");
        text.append(FUNCTIONS + 1).append(") (i32.const 0)) (call_indirect (type $op) (local.get 1) (local.get 0))))");
        return text.toString();
    }
}

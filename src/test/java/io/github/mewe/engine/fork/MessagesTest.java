package io.github.mewe.engine.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.GenerationOptions;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.HardeningOptions;
import io.github.mewe.engine.HeapOptions;
import io.github.mewe.engine.LinkOptions;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Platform;
import io.github.mewe.engine.StackStart;
import io.github.mewe.engine.Target;
import io.github.mewe.engine.WeightChoice;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.harden.HeapFunction;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.link.Weights;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private final Messages messages = new Messages();

    @Test
    void aTaskArrivesWithAllOptions() {
        assertArrives(task(new DiversificationRequest(
                Optional.of("a \"seed\"\nof two lines"),
                new GenerationOptions(
                        new VariantBudget(7, 3.1, 1.1, Optional.of(Duration.ofSeconds(9)), true, 0.5),
                        new NameFilter(List.of("in*"), List.of("out?", "é")),
                        List.of("rewrite"),
                        Optional.of(Path.of("cache", "synthesis")),
                        List.of("ct_*"),
                        Optional.of(Path.of("cache"))),
                new LinkOptions(
                        new Target(Optional.of(Platform.WORKERS), Optional.of(RandomnessSource.EXPORT)),
                        1.07,
                        new GranularityChoice(
                                Optional.of(Granularity.CALL),
                                List.of(
                                        new GranularityChoice.Override("a", Optional.of(Granularity.BOUND)),
                                        new GranularityChoice.Override("b", Optional.empty()))),
                        Optional.of(new RecordedProfile(
                                1,
                                "module.wasm",
                                "0".repeat(64),
                                2,
                                3,
                                List.of(new RecordedProfile.Function(4, null, 1L << 60, 5, 0.1)))),
                        new WeightChoice(
                                true,
                                List.of(
                                        new WeightChoice.Rule(
                                                "f", new Weights(OptionalDouble.of(0.3), List.of(1.5, 2.0))),
                                        new WeightChoice.Rule("g", Weights.EQUAL))),
                        new DispatchOptions(DispatchShape.MIXED, ChoiceTrace.MEMORY, true)),
                true,
                3,
                new HardeningOptions(
                        Set.of(HardeningMeasure.FRAMES, HardeningMeasure.HEAP),
                        StackStart.parse("5%"),
                        32,
                        false,
                        new HeapOptions(99, Map.of(HeapFunction.MALLOC, "Ia"))))));
    }

    @Test
    void aTaskArrivesWithoutOptions() {
        assertArrives(task(new DiversificationRequest(
                new VariantBudget(1, 2, 1.3, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                RandomnessSource.AUTO)));
    }

    @Test
    void repliesArrive() {
        for (Reply reply : List.of(
                Reply.progress(3, 9),
                Reply.made(List.of(
                        new Reply.Made(true, List.of(), Optional.empty()),
                        new Reply.Made(false, List.of("a\nfault", "é"), Optional.of("no map")))))) {
            assertEquals(Optional.of(reply), messages.reply(messages.format(reply)));
        }
    }

    @Test
    void whatTheJvmPrintsIsNoReply() {
        assertEquals(Optional.empty(), messages.reply("[warning] {\"progress\":[]}"));
    }

    @Test
    void exceptionsKeepTheirKindAndMessage() {
        for (Exception e : List.of(
                new DiversificationException("a module", null),
                new EnvironmentException("a library", null),
                new IOException("a file"),
                new IllegalStateException("a bug"))) {
            Reply reply = messages.reply(messages.format(Reply.failure(e))).orElseThrow();
            Exception again = assertThrows(Exception.class, reply.failure().orElseThrow()::rethrow);
            assertEquals(e.getClass(), again.getClass());
            assertEquals(e.getMessage(), again.getMessage());
            assertTrue(again.getCause().getMessage().contains("exceptionsKeepTheirKindAndMessage"), "the stack trace");
        }
    }

    private void assertArrives(Task task) {
        String line = messages.format(task);
        assertEquals(1, line.lines().count());
        assertEquals(task, messages.task(line));
    }

    private static Task task(DiversificationRequest request) {
        return new Task(
                Path.of("in", "é.wasm"),
                List.of(
                        OutputFiles.in(Path.of("out"), "a", "x"),
                        OutputFiles.in(Path.of("out"), "b", "y").withLoader()),
                request,
                new Task.Machine(2, Path.of("native")));
    }
}

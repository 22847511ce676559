package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Clients;
import io.github.mewe.fixture.Clients.Client;
import io.github.mewe.fixture.Clients.FreshInstances;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.harden.HeapFunction;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Runs npm packages with hardened modules many times. No canary may raise a false alarm, and no output may change. */
class HardenedClientsIT {
    private static final int INSTANCES = 50;
    private static final long LEAST_CALLS = 1_000_000;
    private static final int FRAME_OFFSET = 64;

    @TestFactory
    @Tag("heavy")
    Stream<DynamicTest> raisesNoFalseAlarm() throws IOException, InterruptedException {
        Clients clients = Clients.install();
        var calls = new AtomicLong();
        return Stream.concat(
                clients.all().stream()
                        .map(client -> DynamicTest.dynamicTest(
                                client.id(), () -> calls.addAndGet(behavesAsBefore(clients, client)))),
                Stream.of(DynamicTest.dynamicTest(
                        "enough calls", () -> assertTrue(calls.get() >= LEAST_CALLS, calls + " calls"))));
    }

    /** The number of calls of functions that choose. */
    private static long behavesAsBefore(Clients clients, Client client) throws IOException, InterruptedException {
        Path module = clients.module(client.id());
        var request = new DiversificationRequest(
                        new VariantBudget(2, 3, 1.3, Optional.empty()),
                        Optional.of("alarm"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                // Each call is a choice, so that the trace counts the calls.
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()))
                .with(new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, false))
                .with(new HardeningOptions(
                        Set.of(HardeningMeasure.values()), StackStart.DEFAULT, FRAME_OFFSET, true, heap(client)));
        DiversificationResult result = new Diversifier(Runtime.getRuntime().availableProcessors(), clients.directory())
                .diversify("module.wasm", Files.readAllBytes(module), "hardened.wasm", request, Progress.SILENT);
        Path hardened =
                Files.createDirectories(clients.directory().resolve("hardened")).resolve(module.getFileName());
        Files.write(hardened, result.binary());
        FreshInstances before = clients.run(client.id(), module, 1, false);
        FreshInstances after = clients.run(client.id(), hardened, INSTANCES, true);
        assertEquals(1, after.outputs(), client.id());
        assertEquals(before.output(), after.output(), client.id());
        long calls = after.instances() * after.choices();
        Manifest.Hardening hardening = result.manifest().hardening();
        Manifest.Heap heap = hardening.heap();
        System.out.printf(
                "%s: %,d calls, %d functions with a hardened frame, heap: %s%n",
                client.id(),
                calls,
                hardening.framedFunctions(),
                heap.reason() == null ? heap.functions() : heap.reason());
        return calls;
    }

    private static HeapOptions heap(Client client) {
        return new HeapOptions(
                HeapOptions.DEFAULT.limit(),
                client.allocator().entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> HeapFunction.named(entry.getKey()).orElseThrow(), Map.Entry::getValue)));
    }
}

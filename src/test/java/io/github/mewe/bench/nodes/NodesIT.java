package io.github.mewe.bench.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.maven.it.Runtimes;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code src/bench/nodes} with a service of a few choices on a few nodes, which are isolates of workerd. */
class NodesIT {
    private static final Path BASE =
            Path.of(System.getProperty("project.basedir", ".")).toAbsolutePath();
    private static final int NODES = 4;
    private static final int REQUESTS = 50;
    private static final int ALL = NODES * REQUESTS;

    /** Reads its standard input and writes the hash in hexadecimal. */
    private static final String HASHING = """
            (module
              (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
              (memory (export "memory") 1)
              ;; A vector at 0, the bytes done at 8, the reply at 16, the request at 1024.
              (func $vector (param $at i32) (param $size i32)
                (i32.store (i32.const 0) (local.get $at))
                (i32.store (i32.const 4) (local.get $size))
                (i32.store (i32.const 8) (i32.const 0)))
              (func $read (result i32)
                (call $vector (i32.const 1024) (i32.const 4096))
                (if (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8))
                  (then (call $proc_exit (i32.const 74))))
                (i32.load (i32.const 8)))
              (func $rotate (param $x i32) (param $by i32) (result i32)
                (i32.or
                  (i32.shl (local.get $x) (local.get $by))
                  (i32.shr_u (local.get $x) (i32.sub (i32.const 32) (local.get $by)))))
              (func $mix (param $hash i32) (param $byte i32) (result i32)
                (i32.mul
                  (i32.xor (call $rotate (local.get $hash) (i32.const 5)) (local.get $byte))
                  (i32.const 0x9e3779b1)))
              (func $hash (param $length i32) (result i32)
                (local $i i32)
                (local $hash i32)
                (loop $next
                  (if (i32.lt_u (local.get $i) (local.get $length))
                    (then
                      (local.set $hash (call $mix (local.get $hash) (i32.load8_u offset=1024 (local.get $i))))
                      (local.set $i (i32.add (local.get $i) (i32.const 1)))
                      (br $next))))
                (local.get $hash))
              (func $digit (param $value i32) (result i32)
                (i32.add
                  (local.get $value)
                  (select (i32.const 48) (i32.const 87) (i32.lt_u (local.get $value) (i32.const 10)))))
              (func $print (param $hash i32)
                (local $i i32)
                (loop $next
                  (i32.store8 offset=16
                    (local.get $i)
                    (call $digit (i32.shr_u (local.get $hash) (i32.const 28))))
                  (local.set $hash (i32.shl (local.get $hash) (i32.const 4)))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $next (i32.lt_u (local.get $i) (i32.const 8)))))
              (func $write
                (call $vector (i32.const 16) (i32.const 8))
                (if (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))
                  (then (call $proc_exit (i32.const 74)))))
              (func (export "_start")
                (call $print (call $hash (call $read)))
                (call $write)))
            """;

    @TempDir
    private Path directory;

    private NodeSimulation.Service service;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        Runtimes.install(BASE.toFile(), "workerd");
        service = service("hashing", HASHING);
    }

    private NodeSimulation.Service service(String name, String wat) throws IOException {
        return new NodeSimulation.Service(
                name,
                Files.write(directory.resolve(name + ".wasm"), WatModule.assemble(wat)),
                Files.writeString(directory.resolve("request"), "What is asked. ".repeat(4)),
                false);
    }

    /** Choices per instance are so few that traces repeat, so the test can compare the number of repetitions. */
    @Test
    void nodesRepeatTracesAsOftenAsChoicesSay() throws IOException, InterruptedException {
        NodeSimulation.Result seen = run(service, Granularity.INSTANCE, RandomnessSource.EXPORT);
        seen.replies()
                .byNode()
                .forEach((node, replies) -> assertEquals(REQUESTS, replies.size(), "replies of node " + node));
        assertEquals(NODES, seen.replies().byNode().size(), "nodes that reply");
        assertTrue(seen.choices() >= 6, () -> "only " + seen.choices() + " choices in a run");

        double expected = ALL * (ALL - 1) / 2.0 * seen.distribution().collisionProbability();
        assertEquals(
                expected,
                seen.replies().equalPairs(),
                6 * seen.distribution().pairsDeviation(ALL),
                "pairs of requests with the same trace");
        assertTrue(
                seen.replies().equalPairsBetweenNodes() > 0,
                "nodes have no trace in common, although few traces are possible");
    }

    @Test
    void choicesAtEachCallMakeEveryRequestDifferent() throws IOException, InterruptedException {
        NodeSimulation.Result seen = run(service, Granularity.CALL, RandomnessSource.EXPORT);
        // Then the probability of an equal pair is below one in a million.
        assertTrue(
                seen.distribution().traceBits() > 40, () -> seen.distribution().traceBits() + " bits");
        assertEquals(1, seen.replies().statistics().uniqueRatio(), "R of all requests");
        assertEquals(ALL + 1, seen.replies().repliesUntilRepeat());
    }

    /** Instances that nobody seeds make the same choices everywhere, so the estimate from keys must not fit. */
    @Test
    void unseededNodesAreAllTheSame() throws IOException, InterruptedException {
        NodeSimulation.Result seen = run(service, Granularity.INSTANCE, RandomnessSource.FIXED);
        assertEquals(1, seen.replies().statistics().distinct(), "traces without a key");
        assertEquals(2, seen.replies().repliesUntilRepeat());
    }

    @Test
    void aReplyThatIsNotTheOriginalsIsSeen() throws IOException {
        var wrong = new NodeSimulation.Service(
                "wrong",
                Files.write(
                        directory.resolve("wrong.wasm"),
                        WatModule.assemble(HASHING.replace("(i32.const 87)", "(i32.const 55)"))),
                service.request(),
                false);
        Path diversified = directory.resolve("hashing.wasm");
        var failure = assertThrows(
                IllegalStateException.class,
                () -> new NodeSimulation(BASE, directory).simulate(wrong, diversified, directory.resolve("r"), 1, 1));
        assertTrue(failure.getMessage().contains("node 0 replies"), failure.getMessage());
    }

    private NodeSimulation.Result run(NodeSimulation.Service what, Granularity granularity, RandomnessSource randomness)
            throws IOException, InterruptedException {
        var request = new DiversificationRequest(
                        new VariantBudget(1, 20, 1.3, Optional.empty()),
                        Optional.empty(),
                        NameFilter.all(),
                        List.of(),
                        randomness)
                .withGranularity(new GranularityChoice(Optional.of(granularity), List.of()));
        return new NodeSimulation(BASE, directory)
                .run(what, "diversified", request, OptionalDouble.empty(), NODES, REQUESTS);
    }
}

package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance that serves many requests, diversified with the defaults and without a profile. */
class LongLivedInstanceTest {
    private static final int REQUESTS = 10_000;

    /** A service that parses a request, computes a checksum in a loop, and formats the reply. */
    private static final byte[] SERVICE = WatModule.assemble(
            """
            (module
              (memory (export "memory") 1)
              (func $mix (param $a i32) (param $b i32) (result i32)
                %s
                (i32.xor (i32.rotl (local.get $a) (i32.const 7)) (i32.mul (local.get $b) (i32.const 31))))
              (func $checksum (param $from i32) (param $length i32) (result i32)
                (local $sum i32)
                %s
                (loop $next
                  (local.set $sum (call $mix (local.get $sum) (i32.load8_u (local.get $from))))
                  (local.set $from (i32.add (local.get $from) (i32.const 1)))
                  (br_if $next (local.tee $length (i32.sub (local.get $length) (i32.const 1)))))
                (local.get $sum))
              (func $parse (param $request i32) (result i32)
                %s
                (i32.store8 (i32.const 64) (local.get $request))
                (i32.store8 (i32.const 65) (i32.shr_u (local.get $request) (i32.const 8)))
                (i32.add (i32.const 8) (i32.and (local.get $request) (i32.const 15))))
              (func $format (param $sum i32) (result i32)
                %s
                (i32.store (i32.const 0) (local.get $sum))
                (i32.xor (local.get $sum) (i32.const 0x5f5f)))
              (func $reply (param $length i32) (result i32)
                %s
                (call $format (call $checksum (i32.const 64) (local.get $length))))
              (func (export "handle") (param $request i32) (result i32)
                (call $reply (call $parse (local.get $request)))))
            """.formatted(filler("$a"), filler("$from"), filler("$request"), filler("$sum"), filler("$length")));

    @TempDir
    private Path directory;

    private final List<Integer> trace = new ArrayList<>();
    private Running instance;

    /** Stores that make a function about as large as a compiled one. */
    private static String filler(String local) {
        var text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            text.append(String.format(
                    "(i32.store offset=%d (i32.const 256) (i32.add (i32.mul (local.get %s) (i32.const %d)) (i32.const %d)))%n",
                    4 * i, local, 2 * i + 3, 7 * i + 1));
        }
        return text.toString();
    }

    @BeforeEach
    void start() throws Exception {
        DiversificationRequest request = new DiversificationRequest(
                        new VariantBudget(4, 8, 1.3, Optional.empty()),
                        Optional.empty(),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .with(new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, false));
        byte[] binary = new Diversifier(1, directory)
                .diversify("service.wasm", SERVICE, "service-diversified.wasm", request, Progress.SILENT)
                .binary();
        instance = Running.of(
                binary,
                ImportValues.builder()
                        .addFunction(new HostFunction(
                                "mewe",
                                "trace",
                                FunctionType.of(List.of(ValType.I32, ValType.I32), List.of()),
                                (running, event) -> {
                                    trace.add((int) (event[0] << 16 | event[1]));
                                    return null;
                                }))
                        .build());
        instance.call("mewe_seed", 0x243f6a8885a308d3L, 0x13198a2e03707344L);
    }

    @Test
    void takesAnotherPathAtAlmostEveryRequest() {
        Set<List<Integer>> paths = new HashSet<>();
        List<Integer> previous = List.of();
        int repeated = 0;
        String reply = instance.call("handle", 0x1234);
        for (int i = 0; i < REQUESTS; i++) {
            trace.clear();
            assertEquals(reply, instance.call("handle", 0x1234));
            List<Integer> path = List.copyOf(trace);
            repeated += path.equals(previous) ? 1 : 0;
            paths.add(path);
            previous = path;
        }
        assertTrue(repeated < REQUESTS / 50, repeated + " of " + REQUESTS + " requests took the path of the last one");
        assertTrue(paths.size() > 100, "only " + paths.size() + " paths");
    }
}

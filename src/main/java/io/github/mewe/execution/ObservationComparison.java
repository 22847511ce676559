package io.github.mewe.execution;

import io.github.mewe.execution.CallOutcome.Returned;
import io.github.mewe.execution.CallOutcome.Trapped;
import io.github.mewe.wasm.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The result of comparing a run with the run of the original. */
public sealed interface ObservationComparison {

    /** No observable difference. */
    record Equal() implements ObservationComparison {}

    /**
     * A difference.
     *
     * @param what the differing property
     * @param original its value in the original run
     * @param other its value in the other run
     */
    record Different(String what, String original, String other) implements ObservationComparison {}

    /**
     * The engine or the time limit stopped one of the runs, so they cannot be compared.
     *
     * @param reason why it was stopped
     */
    record Incomparable(String reason) implements ObservationComparison {}

    /**
     * Compares two runs bit by bit. Ignores the sign of a canonical NaN, which the engine may choose (WebAssembly
     * specification, section 4.3.3).
     *
     * @param original the original run; only its memories and globals are compared
     */
    static ObservationComparison of(Observation original, Observation other) {
        Optional<ObservationComparison> found =
                stopped("the original run", original).or(() -> stopped("the other run", other));
        return found.or(() -> calls(original.hostCalls(), other.hostCalls()))
                .or(() -> steps(original.steps(), other.steps()))
                .or(() -> text(
                        "standard output",
                        original.output().stdout(),
                        other.output().stdout()))
                .or(() -> text(
                        "standard error",
                        original.output().stderr(),
                        other.output().stderr()))
                .or(() -> globals(original.globals(), other.globals()))
                .or(() -> memories(original.memories(), other.memories()))
                .or(() -> files(original.output().files(), other.output().files()))
                .orElseGet(Equal::new);
    }

    /** Compares what two programs printed on the standard output. */
    static Optional<Different> ofOutput(byte[] original, byte[] other) {
        return text("standard output", original, other).map(Different.class::cast);
    }

    private static Optional<ObservationComparison> stopped(String which, Observation observation) {
        return observation.stopped().map(stopped -> new Incomparable(which + " was stopped: " + stopped.reason()));
    }

    private static Optional<ObservationComparison> calls(HostCalls original, HostCalls other) {
        if (original.count() == other.count() && original.hash() == other.hash()) {
            return Optional.empty();
        }
        int most = Math.min(original.first().size(), other.first().size());
        for (int i = 0; i < most; i++) {
            if (!original.first().get(i).equals(other.first().get(i))) {
                return different(
                        "host call " + (i + 1),
                        original.first().get(i),
                        other.first().get(i));
            }
        }
        return original.count() == other.count()
                ? different("a host call after the first " + most, "one call", "another")
                : different("the number of host calls", original.count(), other.count());
    }

    private static Optional<ObservationComparison> steps(
            List<Observation.Step> original, List<Observation.Step> other) {
        for (int i = 0; i < Math.min(original.size(), other.size()); i++) {
            Observation.Step one = original.get(i);
            Observation.Step two = other.get(i);
            if (!one.call().equals(two.call()) || !areSame(one.outcome(), two.outcome())) {
                return different("the outcome of " + one.call(), one.outcome(), two.outcome());
            }
        }
        return original.size() == other.size()
                ? Optional.empty()
                : different("the number of calls", original.size(), other.size());
    }

    private static boolean areSame(CallOutcome one, CallOutcome two) {
        if (one instanceof Trapped trap && two instanceof Trapped other) {
            return trap.kind() == other.kind()
                    && (trap.kind() != TrapKind.OTHER || trap.message().equals(other.message()));
        }
        if (one instanceof Returned returned && two instanceof Returned other) {
            int count = returned.results().size();
            boolean areSame = count == other.results().size();
            for (int i = 0; areSame && i < count; i++) {
                areSame = areSame(returned.results().get(i), other.results().get(i));
            }
            return areSame;
        }
        return one.equals(two);
    }

    private static boolean areSame(Value one, Value two) {
        return one.equals(two)
                || one.kind() == two.kind()
                        && (one.kind().equals(ValueType.F32) && areSameNaN((int) one.bits(), (int) two.bits())
                                || one.kind().equals(ValueType.F64) && areSameNaN(one.bits(), two.bits()));
    }

    private static boolean areSameNaN(int one, int two) {
        int nan = 0x7fc00000;
        return (one & Integer.MAX_VALUE) == nan && (two & Integer.MAX_VALUE) == nan;
    }

    private static boolean areSameNaN(long one, long two) {
        long nan = 0x7ff8000000000000L;
        return (one & Long.MAX_VALUE) == nan && (two & Long.MAX_VALUE) == nan;
    }

    private static Optional<ObservationComparison> text(String what, byte[] original, byte[] other) {
        int at = Arrays.mismatch(original, other);
        return at < 0
                ? Optional.empty()
                : different(what + " from byte " + at, quoted(original, at), quoted(other, at));
    }

    private static String quoted(byte[] bytes, int from) {
        int most = 40;
        int to = Math.min(bytes.length, from + most);
        return "'" + new String(bytes, from, to - from, StandardCharsets.UTF_8) + "'"
                + (to < bytes.length ? " ..." : "");
    }

    private static Optional<ObservationComparison> globals(Map<String, Value> original, Map<String, Value> other) {
        for (String name : new TreeSet<>(original.keySet())) {
            Value two = other.get(name);
            if (two == null || !areSame(original.get(name), two)) {
                return different(name, original.get(name), two);
            }
        }
        return Optional.empty();
    }

    private static Optional<ObservationComparison> memories(Map<String, byte[]> original, Map<String, byte[]> other) {
        for (String name : new TreeSet<>(original.keySet())) {
            Optional<ObservationComparison> found = memory(name, original.get(name), other.get(name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<ObservationComparison> memory(String name, byte[] original, byte[] other) {
        if (other == null || original.length != other.length) {
            return different("the size of " + name, original.length, other == null ? "none" : other.length);
        }
        int at = Arrays.mismatch(original, other);
        while (at >= 0) {
            int next = afterNaN(original, other, at);
            if (next < 0) {
                return different(name + " from address " + at, bytes(original, at), bytes(other, at));
            }
            int more = Arrays.mismatch(original, next, original.length, other, next, other.length);
            at = more < 0 ? -1 : next + more;
        }
        return Optional.empty();
    }

    /** Returns the next address to compare if only the sign of a NaN differs here, else a negative number. */
    private static int afterNaN(byte[] original, byte[] other, int at) {
        int word = at & -Integer.BYTES;
        int pair = at & -Long.BYTES;
        ByteBuffer one = ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer two = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN);
        if (areSameNaN(one.getLong(pair), two.getLong(pair))) {
            return pair + Long.BYTES;
        }
        return areSameNaN(one.getInt(word), two.getInt(word)) ? word + Integer.BYTES : -1;
    }

    private static String bytes(byte[] memory, int from) {
        int most = 16;
        return HexFormat.ofDelimiter(" ").formatHex(memory, from, Math.min(memory.length, from + most));
    }

    private static Optional<ObservationComparison> files(Map<String, byte[]> original, Map<String, byte[]> other) {
        if (!original.keySet().equals(other.keySet())) {
            return different("the set of files", new TreeSet<>(original.keySet()), new TreeSet<>(other.keySet()));
        }
        for (String path : new TreeSet<>(original.keySet())) {
            Optional<ObservationComparison> found = text("file " + path, original.get(path), other.get(path));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<ObservationComparison> different(String what, Object original, Object other) {
        return Optional.of(new Different(what, String.valueOf(original), String.valueOf(other)));
    }
}

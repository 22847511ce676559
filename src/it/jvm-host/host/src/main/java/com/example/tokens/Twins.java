package com.example.tokens;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.ValType;

/**
 * Several instances of a multivariant module that run as one (n-variant execution). The instances have different keys and get
 * the same calls. They must make the same calls of imports and return the same results; an exploit that depends on addresses
 * usually makes them differ.
 *
 * <p>The first instance, the leader, runs each call; its imports are executed and recorded. The others then run the same call
 * and get the recorded results. Output is held until all instances have agreed. For signatures and limits, see the guide on
 * twins. In addition, a host function must not call the instance or write to memory that its signature does not name.
 *
 * <p>This file stands alone: copy it. For Chicory, replace {@code run.endive} by {@code com.dylibso.chicory}. Only one thread
 * may use an object at a time.
 */
public final class Twins {
    private static final String WASI = "wasi_snapshot_preview1";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Lower descriptors are the standard streams. */
    private static final long FIRST_FILE = 3;

    /** Calls after which held writes to their file, or to any file, would be missed. */
    private static final Set<String> READS_FILE = Set.of(
            "fd_read", "fd_pread", "fd_seek", "fd_tell", "fd_filestat_get", "fd_filestat_set_size", "fd_close", "fd_renumber",
            "fd_allocate", "fd_sync", "fd_datasync");

    private static final Set<String> READS_ANY_FILE =
            Set.of("path_open", "path_filestat_get", "path_rename", "path_unlink_file", "path_link");

    /** The signatures of WASI preview 1; functions that are not here take numbers. */
    private static final String WASI_SIGNATURES = """
            args_get strings:args_sizes_get address
            args_sizes_get out:4 out:4
            environ_get strings:environ_sizes_get address
            environ_sizes_get out:4 out:4
            clock_res_get value out:8
            clock_time_get value value out:8
            fd_fdstat_get value out:24
            fd_filestat_get value out:64
            fd_pread value scatter:#2@4 value value out:4
            fd_prestat_get value out:8
            fd_prestat_dir_name value out:#2 value
            fd_pwrite held value gather:#2 value value total:1
            fd_read value scatter:#2@3 value out:4
            fd_readdir value out:#2@4 value value out:4
            fd_seek value value value out:8
            fd_tell value out:8
            fd_write held value gather:#2 value total:1
            path_create_directory value in:#2 value
            path_filestat_get value value in:#3 value out:64
            path_filestat_set_times value value in:#3 value value value value
            path_link value value in:#3 value value in:#6 value
            path_open value value in:#3 value value value value value out:4
            path_readlink value in:#2 value out:#4@5 value out:4
            path_remove_directory value in:#2 value
            path_rename value in:#2 value value in:#5 value
            path_symlink in:#1 value value in:#4 value
            path_unlink_file value in:#2 value
            poll_oneoff in:#2*48 out:#2*32 value out:4
            random_get out:#1 value
            sock_accept value value out:4
            sock_recv value scatter:#2@4 value value out:4 out:2
            sock_send held value gather:#2 value value total:1
            """;

    /** The instances differed: at least one of them is compromised. Nothing that was held has left. */
    public static final class DivergenceException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<List<String>> calls;

        DivergenceException(String message, List<List<String>> calls) {
            super(message);
            this.calls = calls;
        }

        /** For each instance, its calls of imports since the present call of an export began. */
        public List<List<String>> calls() {
            return calls;
        }
    }

    /** Stands for the exit of the program until all instances have agreed. */
    private static final class Exit extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A parameter in a signature; {@code amount} is a number, or an index if {@code isIndex}. */
    private record Parameter(String kind, boolean isIndex, String amount, int size, int written) {
        private static final Pattern FORM = Pattern.compile("([a-z]+)(?::(#?)(\\w+)(?:\\*(\\d+))?(?:@(\\d+))?)?");
        private static final Set<String> KINDS = Set.of(
                "value", "address", "freed", "string", "in", "gather", "out", "scatter", "total", "strings");

        static Parameter parse(String word) {
            Matcher matcher = FORM.matcher(word);
            if (!matcher.matches() || !KINDS.contains(matcher.group(1))) {
                throw new IllegalArgumentException("'" + word + "' in a signature is no kind of parameter");
            }
            return new Parameter(
                    matcher.group(1),
                    "#".equals(matcher.group(2)),
                    matcher.group(3),
                    matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4)),
                    matcher.group(5) == null ? -1 : Integer.parseInt(matcher.group(5)));
        }

        int length(long[] arguments) {
            int number = Integer.parseInt(amount);
            return (isIndex ? (int) arguments[number] : number) * size;
        }

        boolean isAddress() {
            return !kind.equals("value");
        }
    }

    private record Signature(List<Parameter> parameters, boolean isHeld, boolean returnsAddress) {
        static final Signature NUMBERS = new Signature(List.of(), false, false);

        static Signature parse(String text) {
            String[] sides = text.split("->");
            List<String> words = Stream.of(sides[0].strip().split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .toList();
            boolean isHeld = words.contains("held");
            return new Signature(
                    words.stream()
                            .filter(word -> !word.equals("held"))
                            .map(Parameter::parse)
                            .toList(),
                    isHeld,
                    sides.length > 1 && sides[1].strip().equals("address"));
        }

        Parameter parameter(int index) {
            return index < parameters.size() ? parameters.get(index) : Parameter.parse("value");
        }
    }

    private record Region(int address, byte[] bytes) {}

    /** The outcome of a call or an import: a result or an error. */
    private record Outcome(long[] result, RuntimeException error) {
        static Outcome of(Supplier<long[]> call) {
            try {
                return new Outcome(call.get(), null);
            } catch (RuntimeException e) {
                return new Outcome(null, e);
            }
        }

        long[] get() {
            if (error != null) {
                throw error;
            }
            return result;
        }

        /** Engines append addresses to some messages, after a colon. */
        String ending() {
            if (error == null) {
                return "returns";
            }
            return "throws " + error.getClass().getSimpleName() + ": "
                    + String.valueOf(error.getMessage()).split(":")[0];
        }
    }

    /** A recorded call of an import. */
    private static final class Entry {
        private final String path;
        private final long[] arguments;
        private final List<byte[]> inputs;
        private final Map<Integer, byte[]> outputs = new HashMap<>();
        private final Map<Integer, int[]> offsets = new HashMap<>();
        private Outcome outcome;

        Entry(String path, long[] arguments, List<byte[]> inputs) {
            this.path = path;
            this.arguments = arguments;
            this.inputs = inputs;
        }
    }

    /** A call that is executed after agreement. {@code file} is its descriptor if it writes to one. */
    private record Held(long file, Runnable run) {}

    private static final class Member {
        private final int number;
        private final List<String> calls = new ArrayList<>();
        private final TreeMap<Long, Long> places = new TreeMap<>();
        private Instance instance;
        private int position;

        Member(int number) {
            this.number = number;
        }
    }

    private final Map<String, Signature> imports = new HashMap<>();
    private final Map<String, Signature> exports = new HashMap<>();
    private final List<Member> members = new ArrayList<>();
    private final Map<String, int[]> sizes = new HashMap<>();
    private final Set<Long> heldFiles = new HashSet<>();
    private List<Held> held = new ArrayList<>();
    private List<Entry> log = new ArrayList<>();
    private DivergenceException failure;

    private Twins(Map<String, String> imports, Map<String, String> exports) {
        WASI_SIGNATURES.lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            this.imports.put(WASI + "." + parts[0], Signature.parse(parts[1]));
        });
        imports.forEach((name, text) -> this.imports.put(name, Signature.parse(text)));
        exports.forEach((name, text) -> this.exports.put(name, Signature.parse(text)));
    }

    /**
     * Makes instances and seeds them.
     *
     * @param count the number of instances
     * @param functions the functions that the module imports
     * @param imports the signatures of imports that take addresses, by {@code module.name}; {@code held} before the
     *     parameters holds an import, which then returns 0
     * @param exports the signatures of exports that take or return addresses
     * @param instantiate makes an instance from its imports; the module must not import anything else
     */
    public static Twins of(
            int count,
            List<HostFunction> functions,
            Map<String, String> imports,
            Map<String, String> exports,
            Function<ImportValues, Instance> instantiate) {
        var twins = new Twins(imports, exports);
        for (int number = 0; number < count; number++) {
            var member = new Member(number);
            twins.members.add(member);
            List<ImportFunction> wrapped = functions.stream()
                    .map(function -> twins.wrapped(function, member))
                    .toList();
            member.instance = instantiate.apply(
                    ImportValues.builder().withFunctions(wrapped).build());
            member.instance.export("mewe_seed").apply(RANDOM.nextLong(), RANDOM.nextLong());
        }
        return twins;
    }

    /**
     * Calls an export in all instances.
     *
     * @return what the leader returns
     * @throws DivergenceException if the instances differ, now or in an earlier call
     */
    public long[] call(String name, long... arguments) {
        check();
        log = new ArrayList<>();
        members.forEach(member -> {
            member.position = 0;
            member.calls.clear();
        });
        Member leader = members.get(0);
        Outcome expected = Outcome.of(() -> leader.instance.export(name).apply(arguments));
        for (Member follower : members.subList(1, members.size())) {
            follow(name, arguments, expected, follower);
        }
        release();
        return expected.get();
    }

    private void follow(String name, long[] arguments, Outcome expected, Member follower) {
        Signature signature = exports.getOrDefault(name, Signature.NUMBERS);
        long[] own = arguments.clone();
        for (int i = 0; i < own.length; i++) {
            if (signature.parameter(i).isAddress()) {
                own[i] = translated(own[i], follower);
            }
        }
        Outcome found = Outcome.of(() -> follower.instance.export(name).apply(own));
        check();
        if (!found.ending().equals(expected.ending())) {
            diverge(name + ": an instance " + found.ending() + ", the leader " + expected.ending());
        }
        if (follower.position < log.size()) {
            diverge("the leader calls " + log.get(follower.position).path + ", an instance makes no further call");
        }
        for (int i = 0; i < own.length; i++) {
            if (signature.parameter(i).kind().equals("freed")) {
                follower.places.remove(arguments[i]);
            }
        }
        if (expected.error() != null) {
            return;
        }
        if (signature.returnsAddress()) {
            follower.places.put((long) (int) expected.result()[0], (long) (int) found.result()[0]);
        } else {
            List<ValType> types = follower.instance.exportType(name).returns();
            if (!Arrays.equals(numbers(expected.result(), types), numbers(found.result(), types))) {
                diverge(name + ": an instance returns " + Arrays.toString(found.result()) + ", the leader "
                        + Arrays.toString(expected.result()));
            }
        }
    }

    /** Writes to the memory of every instance, at the place that corresponds to an address of the leader. */
    public void write(int address, byte[] bytes) {
        check();
        members.forEach(
                member -> member.instance.memory().write((int) translated(address, member), bytes));
    }

    /**
     * Reads from memory.
     *
     * @throws DivergenceException if the instances do not have the same bytes there
     */
    public byte[] read(int address, int length) {
        check();
        byte[] bytes = members.get(0).instance.memory().readBytes(address, length);
        for (Member member : members) {
            byte[] own = member.instance.memory().readBytes((int) translated(address, member), length);
            if (!Arrays.equals(bytes, own)) {
                diverge(length + " bytes at " + address + " differ");
            }
        }
        return bytes;
    }

    private ImportFunction wrapped(HostFunction function, Member member) {
        String path = function.module() + "." + function.name();
        boolean isOwn = function.module().equals("mewe");
        Signature signature = imports.getOrDefault(path, Signature.NUMBERS);
        return new HostFunction(function.module(), function.name(), function.functionType(), (instance, raw) -> {
            if (isOwn) {
                return function.handle().apply(instance, raw);
            }
            long[] arguments = numbers(raw, function.paramTypes());
            member.calls.add(path + Arrays.toString(arguments));
            return member.number == 0
                    ? execute(function, signature, instance, arguments)
                    : replay(path, signature, member, instance, arguments);
        });
    }

    private long[] execute(HostFunction function, Signature signature, Instance leader, long[] arguments) {
        String path = function.module() + "." + function.name();
        var entry = new Entry(path, arguments, inputs(signature, leader, arguments));
        log.add(entry);
        if (path.equals(WASI + ".proc_exit")) {
            held.add(new Held(0, () -> function.handle().apply(leader, arguments)));
            entry.outcome = new Outcome(null, new Exit());
        } else if (signature.isHeld()) {
            hold(entry, function, signature, leader);
        } else {
            if (function.module().equals(WASI) && READS_ANY_FILE.contains(function.name())) {
                releaseFiles(file -> true);
            } else if (function.module().equals(WASI) && READS_FILE.contains(function.name())) {
                releaseFiles(file -> file == arguments[0]);
            }
            entry.outcome = Outcome.of(() -> function.handle().apply(leader, arguments));
            boolean isFailure = function.module().equals(WASI)
                    && entry.outcome.error() == null
                    && entry.outcome.result().length > 0
                    && (int) entry.outcome.result()[0] != 0;
            if (entry.outcome.error() == null && !isFailure) {
                record(entry, signature, leader.memory(), function.name());
            }
        }
        return entry.outcome.get();
    }

    /** Keeps the bytes that an import wrote. */
    private void record(Entry entry, Signature signature, Memory memory, String name) {
        for (int i = 0; i < signature.parameters().size(); i++) {
            Parameter parameter = signature.parameters().get(i);
            int address = (int) entry.arguments[i];
            switch (parameter.kind()) {
                case "out" ->
                    entry.outputs.put(
                            i,
                            memory.readBytes(
                                    address, written(memory, parameter, entry.arguments, parameter.length(entry.arguments))));
                case "scatter" -> {
                    byte[] all = joined(buffers(memory, parameter, entry.arguments, i));
                    entry.outputs.put(i, Arrays.copyOf(all, written(memory, parameter, entry.arguments, all.length)));
                }
                case "strings" -> {
                    int[] counts = sizes.getOrDefault(parameter.amount(), new int[] {0, 0});
                    int buffer = (int) entry.arguments[i + 1];
                    var offsets = new int[counts[0]];
                    for (int n = 0; n < offsets.length; n++) {
                        offsets[n] = memory.readInt(address + 4 * n) - buffer;
                    }
                    entry.offsets.put(i, offsets);
                    entry.outputs.put(i, memory.readBytes(buffer, counts[1]));
                }
                default -> {}
            }
        }
        if (name.endsWith("_sizes_get")) {
            sizes.put(
                    name,
                    Arrays.stream(entry.arguments)
                            .mapToInt(address -> memory.readInt((int) address))
                            .toArray());
        }
    }

    private static int written(Memory memory, Parameter parameter, long[] arguments, int length) {
        return parameter.written() < 0
                ? length
                : Math.min(length, memory.readInt((int) arguments[parameter.written()]));
    }

    /** Keeps the memory that a call reads, so that it can be executed later. */
    private void hold(Entry entry, HostFunction function, Signature signature, Instance leader) {
        Memory memory = leader.memory();
        List<Region> regions = new ArrayList<>();
        long file = 0;
        int total = -1;
        for (int i = 0; i < signature.parameters().size(); i++) {
            Parameter parameter = signature.parameters().get(i);
            int address = (int) entry.arguments[i];
            regions.addAll(regions(memory, parameter, entry.arguments, i));
            if (parameter.kind().equals("gather")) {
                regions.add(region(memory, address, 8 * parameter.length(entry.arguments)));
            }
            if (parameter.kind().equals("total")) {
                total = i;
                byte[] length = ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(entry.inputs.get(Integer.parseInt(parameter.amount())).length)
                        .array();
                entry.outputs.put(i, length);
                memory.write(address, length);
                regions.add(region(memory, address, 4));
                file = function.name().startsWith("fd_") ? entry.arguments[0] : 0;
            }
        }
        entry.outcome = new Outcome(new long[function.returnTypes().size()], null);
        if (file >= FIRST_FILE) {
            heldFiles.add(file);
        }
        int place = total;
        held.add(new Held(file, () -> perform(entry, function, regions, leader, place)));
    }

    /** Executes a held call with the memory that it would have read, and restores the present content. */
    private static void perform(Entry entry, HostFunction function, List<Region> regions, Instance leader, int total) {
        Memory memory = leader.memory();
        List<Region> present = regions.stream()
                .map(region -> region(memory, region.address(), region.bytes().length))
                .toList();
        regions.forEach(region -> memory.write(region.address(), region.bytes()));
        try {
            long[] result = function.handle().apply(leader, entry.arguments);
            if (total >= 0) {
                byte[] written = memory.readBytes((int) entry.arguments[total], 4);
                if ((int) result[0] != 0 || !Arrays.equals(written, entry.outputs.get(total))) {
                    throw new IllegalStateException(entry.path
                            + " was held until the instances agreed, and then failed: result " + (int) result[0]);
                }
            }
        } finally {
            for (int i = present.size() - 1; i >= 0; i--) {
                memory.write(present.get(i).address(), present.get(i).bytes());
            }
        }
    }

    /** Executes all held calls, in their order. */
    private void release() {
        List<Held> calls = held;
        held = new ArrayList<>();
        heldFiles.clear();
        calls.forEach(call -> call.run().run());
    }

    /** Executes the held calls that write to some files. */
    private void releaseFiles(LongPredicate condition) {
        Set<Long> files = heldFiles.stream().filter(condition::test).collect(Collectors.toSet());
        if (files.isEmpty()) {
            return;
        }
        Map<Boolean, List<Held>> parts =
                held.stream().collect(Collectors.partitioningBy(call -> files.contains(call.file())));
        held = new ArrayList<>(parts.get(false));
        heldFiles.removeAll(files);
        parts.get(true).forEach(call -> call.run().run());
    }

    private long[] replay(String path, Signature signature, Member follower, Instance instance, long[] arguments) {
        if (follower.position >= log.size()) {
            diverge("an instance calls " + path + ", the leader makes no further call");
        }
        Entry entry = log.get(follower.position++);
        if (!entry.path.equals(path)) {
            diverge("an instance calls " + path + ", the leader " + entry.path);
        }
        for (int i = 0; i < arguments.length; i++) {
            if (!signature.parameter(i).isAddress() && arguments[i] != entry.arguments[i]) {
                diverge("argument " + i + " of " + path + " is " + arguments[i] + ", the leader's " + entry.arguments[i]
                        + "; if it is an address, give the signature of the import");
            }
        }
        List<byte[]> inputs = inputs(signature, instance, arguments);
        for (int i = 0; i < inputs.size(); i++) {
            if (!Arrays.equals(inputs.get(i), entry.inputs.get(i))) {
                diverge("the input " + i + " of " + path + " differs");
            }
        }
        entry.outputs.forEach((i, bytes) -> repeat(entry, signature.parameter(i), instance.memory(), arguments, i));
        return entry.outcome.get();
    }

    private static void repeat(Entry entry, Parameter parameter, Memory memory, long[] arguments, int i) {
        byte[] bytes = entry.outputs.get(i);
        int address = (int) arguments[i];
        switch (parameter.kind()) {
            case "scatter" -> {
                int at = 0;
                for (int[] buffer : pairs(memory, parameter, arguments, i)) {
                    int length = Math.min(buffer[1], bytes.length - at);
                    memory.write(buffer[0], bytes, at, length);
                    at += length;
                }
            }
            case "strings" -> {
                int buffer = (int) arguments[i + 1];
                int[] offsets = entry.offsets.get(i);
                for (int n = 0; n < offsets.length; n++) {
                    memory.writeI32(address + 4 * n, buffer + offsets[n]);
                }
                memory.write(buffer, bytes);
            }
            default -> memory.write(address, bytes);
        }
    }

    /** The inputs of a call, by parameter; null where it has none. */
    private static List<byte[]> inputs(Signature signature, Instance instance, long[] arguments) {
        List<byte[]> inputs = new ArrayList<>();
        for (int i = 0; i < signature.parameters().size(); i++) {
            List<Region> regions = regions(instance.memory(), signature.parameters().get(i), arguments, i);
            inputs.add(regions.isEmpty() ? null : joined(regions));
        }
        return inputs;
    }

    private static List<Region> regions(Memory memory, Parameter parameter, long[] arguments, int i) {
        int address = (int) arguments[i];
        return switch (parameter.kind()) {
            case "in" -> List.of(region(memory, address, parameter.length(arguments)));
            case "gather" -> buffers(memory, parameter, arguments, i);
            case "string" -> {
                int end = address;
                while (memory.read(end) != 0) {
                    end++;
                }
                yield List.of(region(memory, address, end - address + 1));
            }
            default -> List.of();
        };
    }

    private static List<int[]> pairs(Memory memory, Parameter parameter, long[] arguments, int i) {
        List<int[]> pairs = new ArrayList<>();
        for (int n = 0; n < parameter.length(arguments); n++) {
            int at = (int) arguments[i] + 8 * n;
            pairs.add(new int[] {memory.readInt(at), memory.readInt(at + 4)});
        }
        return pairs;
    }

    private static List<Region> buffers(Memory memory, Parameter parameter, long[] arguments, int i) {
        return pairs(memory, parameter, arguments, i).stream()
                .map(pair -> region(memory, pair[0], pair[1]))
                .toList();
    }

    private static Region region(Memory memory, int address, int length) {
        return new Region(address, memory.readBytes(address, length));
    }

    private static byte[] joined(List<Region> regions) {
        var all = new ByteArrayOutputStream();
        regions.forEach(region -> all.writeBytes(region.bytes()));
        return all.toByteArray();
    }

    /** The engine keeps an i32 as a long with an undefined upper half. */
    private static long[] numbers(long[] raw, List<ValType> types) {
        var numbers = new long[types.size()];
        for (int i = 0; i < numbers.length; i++) {
            boolean isNarrow = types.get(i).equals(ValType.I32) || types.get(i).equals(ValType.F32);
            numbers[i] = isNarrow ? (int) raw[i] : raw[i];
        }
        return numbers;
    }

    /** The address in an instance that corresponds to an address in the leader. */
    private static long translated(long address, Member member) {
        return Optional.ofNullable(member.places.floorEntry(address))
                .map(place -> address - place.getKey() + place.getValue())
                .orElse(address);
    }

    private void check() {
        if (failure != null) {
            throw failure;
        }
    }

    private void diverge(String message) {
        held.clear();
        failure = Objects.requireNonNullElseGet(
                failure,
                () -> new DivergenceException(
                        message, members.stream().map(member -> List.copyOf(member.calls)).toList()));
        throw failure;
    }
}

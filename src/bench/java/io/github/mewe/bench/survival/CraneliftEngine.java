package io.github.mewe.bench.survival;

import com.github.luben.zstd.ZstdInputStream;
import io.github.kawamuray.wasmtime.Config;
import io.github.kawamuray.wasmtime.Engine;
import io.github.kawamuray.wasmtime.Module;
import io.github.kawamuray.wasmtime.OptLevel;
import io.github.kawamuray.wasmtime.WasmtimeException;
import io.github.mewe.measure.CompilationRefusedException;
import io.github.mewe.measure.InstructionDigest;
import io.github.mewe.measure.MachineCode;
import io.github.mewe.measure.OptimisingCompiler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;

/**
 * Cranelift, the compiler of Wasmtime. Wasmtime caches compiled modules as compressed ELF files with one symbol per
 * function; binutils' {@code objdump} disassembles it.
 *
 * <p>The targets of calls are masked (otherwise a recursive function would differ from its copy, which calls the
 * original), and so are distances to data beside the code. Constants and jump tables behind a function's code are
 * disassembled as if they were code, so their bytes count too.
 */
public final class CraneliftEngine implements OptimisingCompiler {
    private static final int LEAST_CODE_BYTES = 64;
    private static final int MOST_MESSAGE = 300;
    private static final Pattern SYMBOL = Pattern.compile("[0-9a-f]+ <_wasm_function_([0-9]+)>:");
    private static final Pattern LINE = Pattern.compile(" *([0-9a-f]+):\t(.*)");
    private static final Pattern JUMP = Pattern.compile("([a-z0-9, ]+?) +([0-9a-f]+) <[^>]*>");
    private static final Pattern RELATIVE = Pattern.compile("-?0x[0-9a-f]+\\(%rip\\)");
    private static final Pattern PADDING = Pattern.compile("(?:(?:data16|cs) +)*nop[wl]?\\b.*");

    @Override
    public String name() {
        return "Cranelift (Wasmtime 7)";
    }

    @Override
    public MachineCode compile(byte[] module) throws CompilationRefusedException, IOException, InterruptedException {
        Path directory = Files.createTempDirectory("mewe-cranelift");
        try {
            Path cache = Files.createDirectory(directory.resolve("cache"));
            Path configuration = Files.writeString(
                    directory.resolve("cache.toml"), "[cache]\nenabled = true\ndirectory = \"" + cache + "\"\n");
            fill(configuration, module);
            Path elf = directory.resolve("code.o");
            try (var compressed = new ZstdInputStream(Files.newInputStream(cached(cache)))) {
                Files.copy(compressed, elf);
            }
            return disassemble(elf);
        } finally {
            delete(directory);
        }
    }

    private static void fill(Path configuration, byte[] module) throws CompilationRefusedException {
        try (Config config = new Config()) {
            config.cacheConfigLoad(configuration);
            config.craneliftOptLevel(OptLevel.SPEED);
            try (Engine engine = new Engine(config);
                    Module compiled = Module.fromBinary(engine, module)) {
                compiled.imports();
            }
        } catch (WasmtimeException e) {
            String message = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
            throw new CompilationRefusedException(message.substring(0, Math.min(MOST_MESSAGE, message.length())));
        }
    }

    /**
     * The compiled module in the cache: its one large file. Wasmtime writes statistics to the same directory from
     * another thread, through temporary files that vanish.
     */
    private static Path cached(Path cache) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(cache, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.size() > LEAST_CODE_BYTES && !file.toString().endsWith("stats")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        if (found.size() != 1) {
            throw new IOException("the cache holds " + found.size() + " files instead of one: " + found);
        }
        return found.get(0);
    }

    private MachineCode disassemble(Path elf) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("objdump", "-d", "-z", "--no-show-raw-insn", elf.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<Integer, String> fingerprints;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
            fingerprints = read(lines);
        }
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("objdump ended with " + exit);
        }
        return new MachineCode(name(), fingerprints);
    }

    private static Map<Integer, String> read(BufferedReader lines) throws IOException {
        Map<Integer, String> fingerprints = new HashMap<>();
        InstructionDigest digest = new InstructionDigest();
        int index = -1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher symbol = SYMBOL.matcher(line);
            boolean isSymbol = symbol.matches();
            if (isSymbol || line.isEmpty()) {
                if (index >= 0) {
                    fingerprints.put(index, digest.fingerprint());
                }
                digest = new InstructionDigest();
                index = isSymbol ? Integer.parseInt(symbol.group(1)) : -1;
            } else if (index >= 0) {
                instruction(line, digest);
            }
        }
        if (index >= 0) {
            fingerprints.put(index, digest.fingerprint());
        }
        return fingerprints;
    }

    private static void instruction(String line, InstructionDigest digest) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("unexpected in the listing: " + line);
        }
        long address = Long.parseLong(matcher.group(1), 16);
        String text = matcher.group(2);
        int comment = text.indexOf('#');
        if (comment >= 0) {
            text = text.substring(0, comment);
        }
        text = text.strip();
        Matcher jump = JUMP.matcher(text);
        if (PADDING.matcher(text).matches()) {
            digest.addPadding(address);
        } else if (jump.matches() && jump.group(1).endsWith("call")) {
            digest.add(address, jump.group(1));
        } else if (jump.matches()) {
            digest.addJump(address, jump.group(1), Long.parseUnsignedLong(jump.group(2), 16));
        } else {
            digest.add(address, RELATIVE.matcher(text).replaceAll("(%rip)"));
        }
    }

    /** Wasmtime writes its cache from a separate thread, so the directory may still change. */
    private static void delete(Path directory) throws IOException {
        if (!FileUtils.deleteQuietly(directory.toFile())) {
            FileUtils.forceDeleteOnExit(directory.toFile());
        }
    }
}

package io.github.mewe.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** V8's optimising compiler (TurboFan), run in Node. */
public final class NodeCompiler implements OptimisingCompiler {
    private static final List<String> FLAGS =
            List.of("--print-wasm-code", "--no-liftoff", "--no-wasm-tier-up", "--no-wasm-lazy-compilation");

    /** Since Node 24, V8 inlines by default, which would mix the callees' code into that of a variant. */
    private static final String INLINING = "wasm-inlining";

    private static final String LOADER = "new WebAssembly.Module(require('fs').readFileSync(process.argv[1]))";
    private static final int MOST_MESSAGE = 600;

    private final String node;
    private final String version;
    private final boolean canInline;

    /**
     * Queries Node's version and options.
     *
     * @param node the command: a name on the PATH, or a file
     * @throws IOException if Node cannot be run
     * @throws InterruptedException if the thread is interrupted while Node runs
     */
    public NodeCompiler(String node) throws IOException, InterruptedException {
        this.node = node;
        this.version = output(List.of(node, "-p", "process.versions.v8")).strip();
        this.canInline = output(List.of(node, "--v8-options")).contains("--" + INLINING + " ");
    }

    @Override
    public String name() {
        return "V8 " + version;
    }

    @Override
    public MachineCode compile(byte[] module) throws CompilationRefusedException, IOException, InterruptedException {
        Path file = Files.createTempFile("mewe", ".wasm");
        Path errors = Files.createTempFile("mewe", ".txt");
        try {
            Files.write(file, module);
            return compile(file, errors);
        } finally {
            Files.delete(file);
            Files.delete(errors);
        }
    }

    private MachineCode compile(Path file, Path errors)
            throws CompilationRefusedException, IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(node);
        command.addAll(FLAGS);
        if (canInline) {
            command.add("--no-" + INLINING);
        }
        command.addAll(List.of("-e", LOADER, file.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        Map<Integer, String> fingerprints = null;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
            fingerprints = V8Listing.read(lines);
        } finally {
            if (fingerprints == null) {
                process.destroy();
            }
        }
        int exit = process.waitFor();
        if (exit != 0) {
            throw new CompilationRefusedException(name() + " exited with code " + exit + ": " + message(errors));
        }
        return new MachineCode(name(), fingerprints);
    }

    private static String message(Path errors) throws IOException {
        String text = Files.readString(errors, StandardCharsets.ISO_8859_1);
        int error = Math.max(0, text.indexOf("CompileError"));
        return text.substring(error, Math.min(text.length(), error + MOST_MESSAGE))
                .strip();
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text;
        try (var in = process.getInputStream()) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + text);
        }
        return text;
    }
}

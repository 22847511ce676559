package io.github.mewe.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads V8's {@code --print-wasm-code} output line by line, because it is about a hundred times larger than the module.
 *
 * <p>Masks everything that depends on placement: targets of jumps and calls outside the function, addresses, and
 * distances to data beside the code. Also masks constants that could be addresses on current processors (9 to 12
 * hexadecimal digits): a few distinct functions may then look equal, but equal functions never look distinct. Ignores
 * padding.
 */
final class V8Listing {
    private static final String START = "--- WebAssembly code ---";
    private static final String END = "--- End code ---";
    private static final String INDEX = "index: ";
    private static final String KIND = "kind: ";
    private static final String COMPILER = "compiler: ";
    private static final String INSTRUCTIONS = "Instructions (size";

    private static final Pattern LINE = Pattern.compile("0x([0-9a-f]+) +[0-9a-f]+ +(?:[0-9a-f]{2})+ +(.*)");
    private static final Pattern TABLE_ENTRY =
            Pattern.compile("0x([0-9a-f]+) +[0-9a-f]+ +([0-9a-f]+) +jump table entry.*");
    private static final Pattern JUMP = Pattern.compile("(j[a-z]+|call|loop[a-z]*) 0x([0-9a-f]+).*");
    private static final Pattern ADDRESS = Pattern.compile("\\b0x[0-9a-f]{9,12}\\b");
    private static final Pattern RELATIVE = Pattern.compile("\\[rip[^]]*]");
    private static final Pattern PADDING = Pattern.compile("(?:nop|int3l?)\\b.*");

    private final Map<Integer, String> fingerprints = new HashMap<>();
    private int index = -1;
    private boolean isFunction;
    private boolean isOptimised;
    private InstructionDigest digest;

    private V8Listing() {}

    /**
     * Reads a whole listing.
     *
     * @return the fingerprints of the optimised functions, by their indices
     */
    static Map<Integer, String> read(BufferedReader lines) throws IOException {
        var listing = new V8Listing();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            listing.take(line);
        }
        return listing.fingerprints;
    }

    private void take(String line) {
        if (digest != null) {
            if (line.isEmpty()) {
                end();
            } else {
                instruction(line);
            }
        } else if (line.equals(START) || line.equals(END)) {
            index = -1;
            isFunction = false;
            isOptimised = false;
        } else if (line.startsWith(INDEX)) {
            index = Integer.parseInt(line.substring(INDEX.length()).strip());
        } else if (line.startsWith(KIND)) {
            isFunction = line.equals("kind: wasm function");
        } else if (line.startsWith(COMPILER)) {
            isOptimised = line.equals("compiler: TurboFan");
        } else if (line.startsWith(INSTRUCTIONS) && isFunction && isOptimised && index >= 0) {
            digest = new InstructionDigest();
        }
    }

    private void end() {
        fingerprints.put(index, digest.fingerprint());
        digest = null;
    }

    private void instruction(String line) {
        Matcher entry = TABLE_ENTRY.matcher(line);
        if (entry.matches()) {
            digest.addJump(Long.parseLong(entry.group(1), 16), "entry", Long.parseUnsignedLong(entry.group(2), 16));
            return;
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            // Fail rather than silently drop a line if V8 changes its format.
            throw new IllegalStateException("unexpected line in V8's listing of function " + index + ": " + line);
        }
        long address = Long.parseLong(matcher.group(1), 16);
        String text = matcher.group(2);
        int comment = text.indexOf(";;");
        if (comment >= 0) {
            text = text.substring(0, comment);
        }
        text = text.strip();
        if (PADDING.matcher(text).matches()) {
            digest.addPadding(address);
            return;
        }
        Matcher jump = JUMP.matcher(text);
        if (jump.matches() && jump.group(1).equals("call")) {
            digest.add(address, "call");
        } else if (jump.matches()) {
            digest.addJump(address, jump.group(1), Long.parseUnsignedLong(jump.group(2), 16));
        } else {
            text = ADDRESS.matcher(text).replaceAll("ADDRESS");
            digest.add(address, RELATIVE.matcher(text).replaceAll("[rip]"));
        }
    }
}

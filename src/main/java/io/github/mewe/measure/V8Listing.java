package io.github.mewe.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what V8 prints with {@code --print-wasm-code}, line by line: it is some hundred times larger than the module.
 *
 * <p>What depends on placement is masked: where jumps and calls go outside the function, addresses, and distances to
 * data that lie beside the code. A constant is masked too if it could be an address of today's processors (9 to 12
 * hexadecimal digits), so that a few distinct functions may look equal, but equal ones never distinct. Padding counts
 * for nothing.
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
     * @param lines the listing
     * @return the optimised code of each function
     */
    static MachineCode read(BufferedReader lines) throws IOException {
        var listing = new V8Listing();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            listing.take(line);
        }
        return new MachineCode(listing.fingerprints);
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
            digest.takeJump(Long.parseLong(entry.group(1), 16), "entry", Long.parseUnsignedLong(entry.group(2), 16));
            return;
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            // A line that no longer is an instruction must not pass for one that is left out.
            throw new IllegalStateException("unexpected in the listing of function " + index + ": " + line);
        }
        long address = Long.parseLong(matcher.group(1), 16);
        String text = matcher.group(2);
        int comment = text.indexOf(";;");
        if (comment >= 0) {
            text = text.substring(0, comment);
        }
        text = text.strip();
        if (PADDING.matcher(text).matches()) {
            digest.takePadding(address);
            return;
        }
        Matcher jump = JUMP.matcher(text);
        if (jump.matches() && jump.group(1).equals("call")) {
            digest.take(address, "call");
        } else if (jump.matches()) {
            digest.takeJump(address, jump.group(1), Long.parseUnsignedLong(jump.group(2), 16));
        } else {
            text = ADDRESS.matcher(text).replaceAll("ADDRESS");
            digest.take(address, RELATIVE.matcher(text).replaceAll("[rip]"));
        }
    }
}

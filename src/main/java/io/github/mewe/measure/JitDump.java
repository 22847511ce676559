package io.github.mewe.measure;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads machine code from a file in the jitdump format of the Linux profiler perf
 * (tools/perf/Documentation/jitdump-specification.txt).
 */
final class JitDump {
    private static final int MAGIC = 0x4A695444;
    private static final int OFFSET_OF_HEADER_SIZE = 8;
    private static final int CODE_LOAD = 0;
    /** The size of a record's header: kind, size and time. */
    private static final int RECORD_HEADER = 16;
    /** Follows the process, the thread and the virtual address. */
    private static final int OFFSET_OF_ADDRESS = RECORD_HEADER + 16;

    private static final int OFFSET_OF_NAME = OFFSET_OF_ADDRESS + 24;

    /** V8's name for the optimised code of a function. */
    private static final Pattern FUNCTION = Pattern.compile(".*-(\\d+)-turbofan", Pattern.DOTALL);

    private JitDump() {}

    /**
     * The code of a function.
     *
     * @param index the function's index in its module
     * @param address the code's address
     * @param bytes the instructions and the data that the compiler put behind them
     */
    record Code(int index, long address, byte[] bytes) {}

    /**
     * Reads the optimised code of functions.
     *
     * @throws IOException if the file cannot be read or is not a jitdump
     */
    static List<Code> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (in.getInt(0) != MAGIC) {
                throw new IOException(file + " is not a jitdump: wrong magic number");
            }
            var codes = new ArrayList<Code>();
            int record = in.getInt(OFFSET_OF_HEADER_SIZE);
            while (record < in.limit()) {
                int size = in.getInt(record + Integer.BYTES);
                if (size < RECORD_HEADER) {
                    throw new IOException(
                            file + " has an invalid record size of " + size + " bytes at offset " + record);
                }
                if (in.getInt(record) == CODE_LOAD) {
                    take(in, record, size, codes);
                }
                record += size;
            }
            return codes;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IOException(file + " ends within a record", e);
        }
    }

    private static void take(ByteBuffer in, int record, int size, List<Code> codes) {
        int code = Math.toIntExact(in.getLong(record + OFFSET_OF_ADDRESS + Long.BYTES));
        int name = record + OFFSET_OF_NAME;
        int start = record + size - code;
        // A zero ends the name.
        Matcher matcher = FUNCTION.matcher(new String(in.array(), name, start - 1 - name, StandardCharsets.UTF_8));
        if (matcher.matches()) {
            byte[] bytes = new byte[code];
            in.get(start, bytes);
            codes.add(new Code(Integer.parseInt(matcher.group(1)), in.getLong(record + OFFSET_OF_ADDRESS), bytes));
        }
    }
}

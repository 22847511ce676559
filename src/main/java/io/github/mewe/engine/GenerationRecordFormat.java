package io.github.mewe.engine;

import io.github.mewe.common.Sha256;
import io.github.mewe.variant.Classification;
import io.github.mewe.variant.GenerationRecord;
import io.github.mewe.variant.GenerationRecord.Attempt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The file format of {@link GenerationRecord}s: the SHA-256 hash of the rest, then the compressed records. */
final class GenerationRecordFormat {
    private static final int HASH_BYTES = 32;
    private static final String VERSION = "mewe-variants-3";

    private GenerationRecordFormat() {}

    /** Encodes records, so that equal records yield equal bytes. */
    static byte[] bytes(Map<String, GenerationRecord> records) throws IOException {
        var compressed = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var output = new DataOutputStream(new DeflaterOutputStream(compressed, deflater))) {
            output.writeUTF(VERSION);
            output.writeInt(records.size());
            for (var entry : new TreeMap<>(records).entrySet()) {
                output.writeUTF(entry.getKey());
                write(output, entry.getValue());
            }
        } finally {
            deflater.end();
        }
        var file = new ByteArrayOutputStream();
        file.writeBytes(Sha256.of(compressed.toByteArray()));
        file.writeBytes(compressed.toByteArray());
        return file.toByteArray();
    }

    private static void write(DataOutputStream output, GenerationRecord record) throws IOException {
        output.writeInt(record.variants().length);
        output.write(record.variants());
        output.writeInt(record.attempts().size());
        for (Attempt attempt : record.attempts()) {
            output.writeInt(attempt.number());
            output.writeLong(attempt.hash());
            output.writeUTF(attempt.classification().obstacle().orElse(""));
        }
        output.writeUTF(record.shortage().orElse(""));
        output.writeBoolean(record.isLimited());
    }

    /** Reads a file; a file that is missing, damaged or of another format has no records. */
    static Map<String, GenerationRecord> read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            byte[] compressed = Arrays.copyOfRange(bytes, Math.min(HASH_BYTES, bytes.length), bytes.length);
            boolean isIntact = Arrays.equals(Sha256.of(compressed), Arrays.copyOf(bytes, HASH_BYTES));
            return isIntact ? records(compressed) : Map.of();
        } catch (IOException e) {
            // There is no file yet, or the build makes the variants anew and replaces it.
            return Map.of();
        }
    }

    private static Map<String, GenerationRecord> records(byte[] compressed) throws IOException {
        try (var input = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(compressed)))) {
            if (!input.readUTF().equals(VERSION)) {
                return Map.of();
            }
            int count = input.readInt();
            var records = new HashMap<String, GenerationRecord>();
            for (int i = 0; i < count; i++) {
                records.put(input.readUTF(), record(input));
            }
            return records;
        }
    }

    private static GenerationRecord record(DataInputStream input) throws IOException {
        byte[] variants = input.readNBytes(input.readInt());
        int count = input.readInt();
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            attempts.add(new Attempt(input.readInt(), input.readLong(), new Classification(text(input), true)));
        }
        return new GenerationRecord(variants, attempts, text(input), input.readBoolean());
    }

    private static Optional<String> text(DataInputStream input) throws IOException {
        return Optional.of(input.readUTF()).filter(text -> !text.isEmpty());
    }
}

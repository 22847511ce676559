package io.github.mewe.engine;

import io.github.mewe.common.CheckedFile;
import io.github.mewe.variant.Classification;
import io.github.mewe.variant.GenerationRecord;
import io.github.mewe.variant.GenerationRecord.Attempt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The file format of {@link VariantCache}s. */
final class CacheFormat {
    private static final int HASH_BYTES = 32;
    private static final String VERSION = "mewe-variants-6";

    private CacheFormat() {}

    /**
     * Writes or replaces a file. Equal content yields equal bytes.
     *
     * @throws IOException if the file cannot be written; an existing file is then unchanged
     */
    static void write(Path file, CacheContent content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var output = new DataOutputStream(bytes)) {
            output.writeUTF(VERSION);
            output.writeInt(content.records().size());
            for (var entry : new TreeMap<>(content.records()).entrySet()) {
                output.write(HexFormat.of().parseHex(entry.getKey()));
                write(output, entry.getValue());
            }
            output.writeInt(content.proofs().size());
            for (String proof : new TreeSet<>(content.proofs())) {
                output.write(HexFormat.of().parseHex(proof));
            }
        }
        CheckedFile.write(file, bytes.toByteArray());
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

    /** Reads a file; a file that is missing, damaged or of another format has no content. */
    static CacheContent read(Path file) {
        try {
            Optional<byte[]> intact = CheckedFile.read(file);
            return intact.isPresent() ? content(intact.get()) : CacheContent.EMPTY;
        } catch (IOException e) {
            // There is no file yet, or the build makes the variants anew and replaces it.
            return CacheContent.EMPTY;
        }
    }

    private static CacheContent content(byte[] bytes) throws IOException {
        try (var input = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (!input.readUTF().equals(VERSION)) {
                return CacheContent.EMPTY;
            }
            int count = input.readInt();
            var records = new HashMap<String, GenerationRecord>();
            for (int i = 0; i < count; i++) {
                records.put(hash(input), record(input));
            }
            var proofs = new HashSet<String>();
            for (int left = input.readInt(); left > 0; left--) {
                proofs.add(hash(input));
            }
            return new CacheContent(records, proofs);
        }
    }

    private static String hash(DataInputStream input) throws IOException {
        return HexFormat.of().formatHex(input.readNBytes(HASH_BYTES));
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

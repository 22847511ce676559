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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The file format of {@link VariantCache}s: the SHA-256 hash of the rest, then the content. */
final class CacheFormat {
    private static final int HASH_BYTES = 32;
    private static final String VERSION = "mewe-variants-5";

    private CacheFormat() {}

    /** Encodes content, so that equal content yields equal bytes. */
    static byte[] bytes(CacheContent content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var output = new DataOutputStream(bytes)) {
            output.write(new byte[HASH_BYTES]);
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
        byte[] file = bytes.toByteArray();
        System.arraycopy(Sha256.ofEnd(file, HASH_BYTES), 0, file, 0, HASH_BYTES);
        return file;
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
            byte[] bytes = Files.readAllBytes(file);
            boolean isIntact = bytes.length > HASH_BYTES
                    && Arrays.equals(Sha256.ofEnd(bytes, HASH_BYTES), Arrays.copyOf(bytes, HASH_BYTES));
            return isIntact ? content(bytes) : CacheContent.EMPTY;
        } catch (IOException e) {
            // There is no file yet, or the build makes the variants anew and replaces it.
            return CacheContent.EMPTY;
        }
    }

    private static CacheContent content(byte[] file) throws IOException {
        try (var input = new DataInputStream(new ByteArrayInputStream(file, HASH_BYTES, file.length - HASH_BYTES))) {
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

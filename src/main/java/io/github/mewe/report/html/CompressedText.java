package io.github.mewe.report.html;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Text as it is kept in a document: compressed (RFC 1950) and in base 64 (RFC 4648), so that nothing in it means
 * anything to a reader of HTML.
 */
final class CompressedText {
    private CompressedText() {}

    /** Packs a text. */
    static String pack(String text) {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (var compressed = new DeflaterOutputStream(bytes, deflater)) {
            compressed.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory is no device that fails", e);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}

package io.github.mewe.report.html;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Verification;
import java.util.List;
import java.util.Optional;

/**
 * The content of a report.
 *
 * @param calls the call graph; empty if the binary is missing
 * @param texts the function bodies in order of priority
 * @param textBytes the limit for the encoded bodies in bytes
 * @param notes explanations of missing parts
 */
public record ReportContent(
        Manifest manifest,
        Optional<CallGraph> calls,
        Optional<Verification> verification,
        Optional<Measurement> measurement,
        List<BodyTexts> texts,
        int textBytes,
        List<String> notes) {
    /** Copies the lists. */
    public ReportContent {
        texts = List.copyOf(texts);
        notes = List.copyOf(notes);
    }
}

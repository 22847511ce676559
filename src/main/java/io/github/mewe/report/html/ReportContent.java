package io.github.mewe.report.html;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Verification;
import java.util.List;
import java.util.Optional;

/**
 * All that a report shows.
 *
 * @param manifest what was done
 * @param calls which function calls which; empty if the binary is not at hand
 * @param verification what was executed and proved
 * @param measurement how diverse the binary was measured to be
 * @param texts bodies of functions, those first that are to be in the report rather than others
 * @param textBytes how many bytes the bodies may take in the report, compressed
 * @param notes what the reader should know about the parts that are missing
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

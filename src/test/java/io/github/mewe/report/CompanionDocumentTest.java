package io.github.mewe.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that only documents about this binary are read. */
class CompanionDocumentTest {
    private final SampleDocuments samples = new SampleDocuments(12, 3);
    private final Manifest manifest = samples.manifest();
    private final Verification verification = samples.verification(manifest);
    private final Measurement measurement = samples.measurement(manifest);

    @TempDir
    private Path directory;

    @Test
    void readsVerificationAndMeasurement() throws IOException {
        assertEquals(
                Optional.of(verification),
                CompanionDocument.verification(written(verification), manifest).value());
        assertEquals(
                Optional.of(measurement),
                CompanionDocument.measurement(written(measurement), manifest).value());
    }

    @Test
    void aMissingFileIsNoProblem() throws IOException {
        CompanionDocument<Verification> document =
                CompanionDocument.verification(directory.resolve("none.json"), manifest);
        assertEquals(new CompanionDocument<>(Optional.empty(), Optional.empty()), document);
    }

    @Test
    void refusesDocumentsOfAnotherBuild() throws IOException {
        String text = new Gson().toJson(verification).replace("abababab", "cdcdcdcd");
        assertProblem("file.json describes another build of the binary and is omitted; run mewe:verify again", text);
    }

    @Test
    void refusesOtherVersionsAndDamagedFiles() throws IOException {
        String text = new Gson().toJson(verification);
        assertProblem(
                "file.json comes from another version of the plugin and is omitted; run mewe:verify again",
                text.replace("\"schemaVersion\":1", "\"schemaVersion\":99"));
        assertProblem("file.json is not valid JSON and is omitted; run mewe:verify again", text.substring(0, 100));
        assertProblem("file.json is empty and is omitted; run mewe:verify again", "");
    }

    private void assertProblem(String problem, String text) throws IOException {
        CompanionDocument<Verification> document =
                CompanionDocument.verification(Files.writeString(directory.resolve("file.json"), text), manifest);
        assertEquals(Optional.of(problem), document.problem());
        assertTrue(document.value().isEmpty());
    }

    private Path written(Object value) throws IOException {
        return Files.writeString(directory.resolve("file.json"), new Gson().toJson(value));
    }
}

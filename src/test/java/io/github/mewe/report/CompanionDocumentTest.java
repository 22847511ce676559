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

/** Only what is about this very binary is shown. */
class CompanionDocumentTest {
    private final SampleDocuments samples = new SampleDocuments(12, 3);
    private final Manifest manifest = samples.manifest();
    private final Verification verification = samples.verification(manifest);
    private final Measurement measurement = samples.measurement(manifest);

    @TempDir
    private Path directory;

    @Test
    void whatWasFoundOutIsRead() throws IOException {
        assertEquals(
                Optional.of(verification),
                CompanionDocument.verification(written(verification), manifest).value());
        assertEquals(
                Optional.of(measurement),
                CompanionDocument.measurement(written(measurement), manifest).value());
    }

    @Test
    void nothingIsNoProblem() throws IOException {
        CompanionDocument<Verification> finding =
                CompanionDocument.verification(directory.resolve("none.json"), manifest);
        assertEquals(new CompanionDocument<>(Optional.empty(), Optional.empty()), finding);
    }

    @Test
    void anotherBuildIsNotThisOne() throws IOException {
        String text = new Gson().toJson(verification).replace("abababab", "cdcdcdcd");
        assertProblem("file.json is about another build of the binary, and is left out; run mewe:verify again", text);
    }

    @Test
    void otherVersionsAndDamage() throws IOException {
        String text = new Gson().toJson(verification);
        assertProblem(
                "file.json is of another version of the plugin, and is left out; run mewe:verify again",
                text.replace("\"schemaVersion\":1", "\"schemaVersion\":99"));
        assertProblem("file.json is damaged, and is left out; run mewe:verify again", text.substring(0, 100));
        assertProblem("file.json is empty, and is left out; run mewe:verify again", "");
    }

    private void assertProblem(String problem, String text) throws IOException {
        CompanionDocument<Verification> finding =
                CompanionDocument.verification(Files.writeString(directory.resolve("file.json"), text), manifest);
        assertEquals(Optional.of(problem), finding.problem());
        assertTrue(finding.value().isEmpty());
    }

    private Path written(Object value) throws IOException {
        return Files.writeString(directory.resolve("file.json"), new Gson().toJson(value));
    }
}

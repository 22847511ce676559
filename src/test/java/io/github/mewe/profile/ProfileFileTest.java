package io.github.mewe.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileFileTest {
    private static final RecordedProfile PROFILE = new RecordedProfile(
            RecordedProfile.SCHEMA_VERSION,
            "app \"1\".wasm",
            "cd".repeat(32),
            1,
            3,
            List.of(
                    new RecordedProfile.Function(1, "std::vector<int>::push_back", Long.MAX_VALUE, 7, 12.0625),
                    new RecordedProfile.Function(3, null, 1, 0, 0)));

    private final ProfileFile file = new ProfileFile();

    @Test
    void whatIsWrittenIsRead() {
        assertEquals(PROFILE, file.parse(file.format(PROFILE)));
    }

    @Test
    void eachFunctionHasALine() {
        List<String> lines = file.format(PROFILE).lines().toList();
        assertEquals(5, lines.size());
        assertTrue(lines.get(2).startsWith("{\"index\":1,\"name\":\"std::vector<int>::push_back\","), lines.get(2));
    }

    @Test
    void whatIsNoProfileIsRefused() {
        String text = file.format(PROFILE);
        assertRefused("", "schemaVersion");
        assertRefused("{}", "schemaVersion");
        assertRefused("[]", "not valid JSON");
        assertRefused(text.substring(0, text.length() / 2), "not valid JSON");
        assertRefused(text.replace("\"schemaVersion\":1", "\"schemaVersion\":9"), "its schemaVersion is 9");
        assertRefused(text.replace("cdcd", "xyz"), "sha256");
        assertRefused(text.replace("\"functions\"", "\"others\""), "its functions");
        assertRefused(text.replace("\"index\":3", "\"index\":4"), "invalid function");
        assertRefused(text.replace("\"index\":1", "\"index\":0"), "invalid function");
        assertRefused(text.replace("\"calls\":1,", "\"calls\":-1,"), "invalid function");
        assertRefused(
                text.replace("\"calls\":1,\"indirectCalls\":0", "\"calls\":1,\"indirectCalls\":2"), "invalid function");
        assertRefused(text.replace("12.0625", "-12.0625"), "invalid function");
    }

    private void assertRefused(String text, String reason) {
        String message = assertThrows(ProfileException.class, () -> file.parse(text), text)
                .getMessage();
        assertTrue(message.contains(reason), message);
    }
}

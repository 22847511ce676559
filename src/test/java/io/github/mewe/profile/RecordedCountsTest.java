package io.github.mewe.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedCountsTest {
    private static final String HASH = "ab".repeat(32);
    private static final FunctionList FUNCTIONS =
            new FunctionList("app.wasm", HASH, 2, List.of(Optional.of("one"), Optional.empty(), Optional.of("three")));

    @Test
    void countsBecomeTheProfileOfTheFunctionsThatWereCalled() {
        RecordedProfile profile = profile("""
                {"mewe_calls_2":"12", "mewe_indirect_2":3, "mewe_cost_2":"40", "mewe_calls_3":0, "mewe_calls_4":1}
                """);
        assertEquals(
                new RecordedProfile(
                        RecordedProfile.SCHEMA_VERSION,
                        "app.wasm",
                        HASH,
                        2,
                        3,
                        List.of(
                                new RecordedProfile.Function(2, "one", 12, 3, 2.5),
                                new RecordedProfile.Function(4, "three", 1, 0, 0))),
                profile);
    }

    @Test
    void instancesAreAddedUp() {
        String module = "\"mewe_module_" + HASH + "\":1";
        RecordedProfile profile = profile("[{\"mewe_calls_3\":2, " + module
                + "}, {\"mewe_calls_3\":\"5\", \"mewe_indirect_3\":1, " + module + "}]");
        assertEquals(List.of(new RecordedProfile.Function(3, null, 7, 1, 0)), profile.functions());
    }

    @Test
    void countsOfAnotherModuleAreRefused() {
        assertRefused("{\"mewe_module_" + "00".repeat(32) + "\":1,\"mewe_calls_2\":1}", "belong to another module");
        assertRefused("{\"mewe_calls_1\":1}", "mewe_calls_1 is not a counter of this module", "from 2 to 4");
        assertRefused("{\"mewe_calls_5\":1}", "mewe_calls_5 is not a counter of this module");
    }

    @Test
    void whatIsNoCountIsNamed() {
        assertRefused("{\"calls_3\":1}", "calls_3 is not the name of a counter");
        assertRefused("{\"mewe_calls_x\":1}", "mewe_calls_x is not the name of a counter");
        assertRefused("{\"mewe_calls_3\":-1}", "the value of mewe_calls_3 is -1");
        assertRefused("{\"mewe_calls_3\":1.5}", "the value of mewe_calls_3 is 1.5");
        assertRefused("{\"mewe_calls_3\":\"many\"}", "the value of mewe_calls_3 is \"many\"");
        assertRefused("{\"mewe_calls_3\":true}", "the value of mewe_calls_3 is true");
        assertRefused("{\"mewe_calls_3\":{\"value\":1}}", "the value of mewe_calls_3 is {");
        assertRefused("3", "it must be a JSON object");
        assertRefused("[[]]", "it must be a JSON object");
        assertRefused("{\"mewe_calls_3\":", "it is not JSON");
    }

    @Test
    void aRunThatCalledNothingIsRefused() {
        assertRefused("{}", "no function of the module was called");
        assertRefused("{\"mewe_calls_3\":0}", "no function of the module was called");
    }

    private static RecordedProfile profile(String json) {
        return RecordedCounts.parse(json).toProfile(FUNCTIONS);
    }

    private static void assertRefused(String json, String... reasons) {
        String message =
                assertThrows(ProfileException.class, () -> profile(json), json).getMessage();
        for (String reason : reasons) {
            assertTrue(message.contains(reason), message);
        }
    }
}

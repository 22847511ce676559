package io.github.mewe.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileMatchTest {
    private static final String HASH = "ab".repeat(32);
    private static final String OTHER_HASH = "cd".repeat(32);

    /** Calls of the functions at places 0 and 2 of three, behind one import. */
    private static final RecordedProfile NAMED = profile("one", "three");

    private static final RecordedProfile NAMELESS = profile(null, null);

    @Test
    void theSameModuleMatchesByPlace() {
        ProfileMatch match = ProfileMatch.of(NAMELESS, module(HASH, 1, null, null, null));
        assertEquals(Optional.empty(), match.mismatch());
        assertEquals(List.of(10.0, 0.0, 30.0), calls(match));
        assertTrue(match.workload().orElseThrow().recorded());
    }

    @Test
    void aModuleWithTheSameFunctionsMatchesByPlace() {
        ProfileMatch match = ProfileMatch.of(NAMED, module(OTHER_HASH, 1, "one", "renamed", "three"));
        assertEquals(Optional.empty(), match.mismatch());
        assertEquals(List.of(10.0, 0.0, 30.0), calls(match));
    }

    @Test
    void moreImportsMoveAllFunctions() {
        ProfileMatch match = ProfileMatch.of(NAMED, module(OTHER_HASH, 5, "one", "two", "three"));
        assertEquals(Optional.empty(), match.mismatch());
        assertEquals(List.of(10.0, 0.0, 30.0), calls(match));
    }

    @Test
    void movedFunctionsAreFoundByTheirNames() {
        ProfileMatch match = ProfileMatch.of(NAMED, module(OTHER_HASH, 1, "new", "three", "two", "one"));
        assertEquals(List.of(0.0, 30.0, 0.0, 10.0), calls(match));
        assertEquals(
                Optional.of("the module has changed since the profile was recorded: 2 of the 2 called functions"
                        + " still exist, with 100 % of the run time. Record it again with the goal"
                        + " mewe:profile"),
                match.mismatch());
    }

    @Test
    void functionsThatAreGoneCountAsNeverCalled() {
        ProfileMatch match = ProfileMatch.of(NAMED, module(OTHER_HASH, 1, "three", "two"));
        assertEquals(List.of(30.0, 0.0), calls(match));
        assertTrue(
                match.mismatch()
                        .orElseThrow()
                        .contains("1 of the 2 called functions still exist, with 75 % of the run time"),
                match.mismatch().orElseThrow());
    }

    @Test
    void withoutNamesTheNumberOfFunctionsDecides() {
        ProfileMatch match = ProfileMatch.of(NAMELESS, module(OTHER_HASH, 1, null, null, null));
        assertEquals(List.of(10.0, 0.0, 30.0), calls(match));
        assertTrue(match.mismatch().orElseThrow().contains("has no names"));
        assertEquals(
                Optional.empty(),
                ProfileMatch.of(NAMELESS, module(OTHER_HASH, 1, null, null)).workload());
    }

    @Test
    void aNameIsNotTakenForNone() {
        ProfileMatch match = ProfileMatch.of(NAMELESS, module(OTHER_HASH, 1, null, null, "three"));
        assertEquals(List.of(10.0, 0.0, 0.0), calls(match));
        assertTrue(match.mismatch().isPresent());
    }

    @Test
    void aStrangersProfileIsNotUsed() {
        ProfileMatch match = ProfileMatch.of(NAMED, module(OTHER_HASH, 1, "a", "b", "c"));
        assertEquals(Optional.empty(), match.workload());
        assertTrue(match.mismatch().orElseThrow().contains("recorded on another module (app.wasm)"));
    }

    @Test
    void aHashThatDoesNotFitItsNumberOfFunctionsIsNotTrusted() {
        assertEquals(List.of(10.0), calls(ProfileMatch.of(NAMED, module(HASH, 1, "one"))));
    }

    private static List<Double> calls(ProfileMatch match) {
        return match.workload().orElseThrow().functions().stream()
                .map(FunctionLoad::calls)
                .toList();
    }

    private static RecordedProfile profile(String first, String third) {
        return new RecordedProfile(
                RecordedProfile.SCHEMA_VERSION,
                "app.wasm",
                HASH,
                1,
                3,
                List.of(
                        new RecordedProfile.Function(1, first, 10, 1, 100),
                        new RecordedProfile.Function(3, third, 30, 0, 300)));
    }

    private static FunctionList module(String hash, int imports, String... names) {
        return new FunctionList(
                "app.wasm",
                hash,
                imports,
                Arrays.stream(names).map(Optional::ofNullable).toList());
    }
}

package io.github.mewe.engine.verification;

import io.github.mewe.execution.HostSeed;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One way in which a multivariant binary makes its choices.
 *
 * @param text a description for the report
 * @param module the binary, or a copy of it that makes no choices; empty if there is none
 * @param missing the reason if there is no module
 * @param number the variant that every dispatcher of a copy enters, from 0
 */
record RunConfiguration(
        String text,
        Optional<PreparedModule> module,
        String missing,
        RunEnvironment environment,
        Optional<HostSeed> seed,
        OptionalInt number) {

    /** A configuration in which the binary makes its own choices. */
    static RunConfiguration choosing(
            String text, PreparedModule module, RunEnvironment environment, Optional<HostSeed> seed) {
        return new RunConfiguration(text, Optional.of(module), "", environment, seed, OptionalInt.empty());
    }

    /** The same for a driver, which loads the module itself. */
    static RunConfiguration driven(String text, Optional<HostSeed> seed) {
        return new RunConfiguration(text, Optional.empty(), "", RunEnvironment.DEFAULT, seed, OptionalInt.empty());
    }

    /** A configuration in which every dispatcher enters the same variant. */
    static RunConfiguration forced(int number, PreparedModule copy) {
        return new RunConfiguration(
                text(number), Optional.of(copy), "", RunEnvironment.DEFAULT, Optional.empty(), OptionalInt.of(number));
    }

    /** A configuration without a copy. */
    static RunConfiguration missing(int number, String reason) {
        return new RunConfiguration(
                text(number),
                Optional.empty(),
                reason,
                RunEnvironment.DEFAULT,
                Optional.empty(),
                OptionalInt.of(number));
    }

    private static String text(int number) {
        return "variant " + (number + 1) + " everywhere";
    }

    /** The same with the module prepared by another engine. */
    RunConfiguration with(PreparedModule other) {
        return new RunConfiguration(text, Optional.of(other), missing, environment, seed, number);
    }
}

package io.github.mewe.engine.verification;

import io.github.mewe.execution.HostSeed;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One way in which a multivariant binary makes its choices.
 *
 * @param text how, in words
 * @param module the binary, or a copy of it that makes no choices; empty if it could not be made in time
 * @param setting what it finds around it
 * @param seed what it is seeded with
 * @param number the number of the variant that is entered everywhere, from 0
 */
record RunConfiguration(
        String text,
        Optional<PreparedModule> module,
        RunEnvironment setting,
        Optional<HostSeed> seed,
        OptionalInt number) {}

package io.github.mewe.engine.verification;

import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.Seed;
import io.github.mewe.execution.Setting;
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
record RunWay(String text, Optional<PreparedModule> module, Setting setting, Optional<Seed> seed, OptionalInt number) {}

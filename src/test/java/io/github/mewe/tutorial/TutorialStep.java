package io.github.mewe.tutorial;

import java.util.List;

/** What a tutorial asks its reader to do, or tells. */
sealed interface TutorialStep {
    /** Debian's packages that are to be installed. */
    record Install(List<String> packages) implements TutorialStep {}

    /** A file that is to be written, with its path from the project's directory. */
    record Write(String path, String text) implements TutorialStep {}

    /** Commands for a shell in the project's directory. */
    record Run(String commands) implements TutorialStep {}

    /** What the commands before it print. */
    record Prints(ExpectedOutput output) implements TutorialStep {}
}

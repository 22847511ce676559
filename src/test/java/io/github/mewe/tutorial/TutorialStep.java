package io.github.mewe.tutorial;

import java.util.List;

/** A step of a tutorial: an action of the reader or an expected output. */
sealed interface TutorialStep {
    /** Debian packages that the reader installs. */
    record Install(List<String> packages) implements TutorialStep {}

    /** A file that the reader writes, with its path relative to the project's directory. */
    record Write(String path, String text) implements TutorialStep {}

    /** Shell commands that the reader runs in the project's directory. */
    record Run(String commands) implements TutorialStep {}

    /** The expected output of the preceding commands. */
    record Prints(ExpectedOutput output) implements TutorialStep {}
}

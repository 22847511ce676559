package io.github.mewe.engine.fork;

import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.EnvironmentException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/**
 * What the forked JVM answers; one of the components is present. A task has any number of replies with progress, and
 * ends with a reply of another kind.
 */
record Reply(Optional<Done> progress, Optional<List<Made>> made, Optional<Failure> failure) {

    /** The number of finished functions, of all functions. */
    record Done(int functions, int all) {}

    /**
     * An output, without its manifest, which is in its file.
     *
     * @param upToDate true if the files existed and were up to date
     * @param faults failures of strategies
     * @param withoutSourceMap the reason why the output has no source map although the input names one
     */
    record Made(boolean upToDate, List<String> faults, Optional<String> withoutSourceMap) {}

    /** The exceptions that the caller distinguishes. */
    private enum Kind {
        REQUEST,
        ENVIRONMENT,
        FILES,
        BUG
    }

    /**
     * An exception.
     *
     * @param message its message
     * @param trace its stack trace as text
     */
    record Failure(Kind kind, String message, String trace) {
        private static Failure of(Exception e) {
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return new Failure(kind(e), String.valueOf(e.getMessage()), trace.toString());
        }

        private static Kind kind(Exception e) {
            if (e instanceof DiversificationException) {
                return Kind.REQUEST;
            }
            if (e instanceof EnvironmentException) {
                return Kind.ENVIRONMENT;
            }
            return e instanceof IOException ? Kind.FILES : Kind.BUG;
        }

        /**
         * Throws the exception again, in this JVM.
         *
         * @throws IOException if a file could not be read or written
         */
        void rethrow() throws IOException {
            var cause = new IllegalStateException("in the forked JVM: " + trace);
            switch (kind) {
                case REQUEST -> throw new DiversificationException(message, cause);
                case ENVIRONMENT -> throw new EnvironmentException(message, cause);
                case FILES -> throw new IOException(message, cause);
                default -> throw new IllegalStateException(message, cause);
            }
        }
    }

    static Reply progress(int functions, int all) {
        return new Reply(Optional.of(new Done(functions, all)), Optional.empty(), Optional.empty());
    }

    static Reply made(List<Made> outputs) {
        return new Reply(Optional.empty(), Optional.of(outputs), Optional.empty());
    }

    static Reply failure(Exception e) {
        return new Reply(Optional.empty(), Optional.empty(), Optional.of(Failure.of(e)));
    }
}

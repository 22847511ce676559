package io.github.mewe.maven;

import io.github.mewe.execution.Invocation;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;

/** The element {@code <invocation>}. */
public final class InvocationElement {
    private static final int MOST_TIMES = 1_000_000_000;

    private String export;
    private List<String> arguments = List.of();
    private int times = 1;

    Invocation resolve() throws MojoFailureException {
        if (export == null || export.isBlank()) {
            throw new MojoFailureException("an <invocation> has no <export>: name the exported function to call");
        }
        if (times < 1 || times > MOST_TIMES) {
            throw new MojoFailureException(
                    "<invocation><times> of " + export + " is " + times + "; it must be from 1 to " + MOST_TIMES);
        }
        if (arguments.stream().anyMatch(text -> text == null || text.isBlank())) {
            throw new MojoFailureException(
                    "an <argument> in the <invocation> of " + export + " is empty: it must be a number");
        }
        return new Invocation(export, arguments, times);
    }
}

package io.github.mewe.spec;

import io.github.mewe.spec.NodeHarness.Outcome;
import io.github.mewe.spec.Script.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the runs of a script. If the original module fulfils an assertion, every diversified module must fulfil it
 * too, with the same values bit for bit or the same trap. If the original's result differs from the script's, the
 * diversified modules must return the original's result.
 */
final class Comparison {
    /** Operations that are compared but not counted as assertions. */
    private static final List<String> SETUP = List.of("module", "definition", "register", "thread", "state");

    private static final String OTHER_RESULT = "mismatch: returned";

    private final Script script;
    private final Subjects subjects;
    private final NotRun list;
    private final List<Problem> failures = new ArrayList<>();
    private final List<Problem> notRun = new ArrayList<>();
    private int assertions;
    private int executions;

    private Comparison(Script script, Subjects subjects, NotRun list) {
        this.script = script;
        this.subjects = subjects;
        this.list = list;
    }

    /**
     * A failure, or a command that cannot run.
     *
     * @param place the script and the line
     * @param what a description
     */
    record Problem(String place, String what) {}

    /**
     * The result of a script.
     *
     * @param assertions number of assertions and calls that run with the original
     * @param executions number of their runs against diversified modules
     * @param notRun commands that cannot run
     * @param failures differences and other errors
     */
    record Result(
            Script script,
            Subjects subjects,
            int assertions,
            int executions,
            List<Problem> notRun,
            List<Problem> failures) {}

    /**
     * Compares the runs of a script.
     *
     * @param commands the commands that ran
     * @param outcomes per run, the original's first, the outcome of each command
     * @param list the commands that are known not to run
     */
    static Result of(
            Script script, List<Command> commands, Subjects subjects, List<List<Outcome>> outcomes, NotRun list) {
        var comparison = new Comparison(script, subjects, list);
        for (int i = 0; i < outcomes.get(0).size(); i++) {
            int place = i;
            comparison.compare(outcomes.stream().map(run -> run.get(place)).toList());
        }
        comparison.noteRefusals(commands, outcomes.get(0));
        subjects.faults().forEach((line, what) -> comparison.failures.add(comparison.problem(line, what)));
        return new Result(
                script, subjects, comparison.assertions, comparison.executions, comparison.notRun, comparison.failures);
    }

    private void compare(List<Outcome> outcomes) {
        Outcome original = outcomes.get(0);
        if (!original.passed()) {
            noteNotRun(original);
            if (!original.outcome().startsWith(OTHER_RESULT)) {
                return;
            }
        } else if (!SETUP.contains(original.op())) {
            assertions++;
            executions += outcomes.size() - 1;
        }
        Map<String, List<String>> differences = new LinkedHashMap<>();
        for (int run = 1; run < outcomes.size(); run++) {
            Outcome outcome = outcomes.get(run);
            if (!outcome.outcome().equals(original.outcome())) {
                differences
                        .computeIfAbsent(outcome.outcome(), text -> new ArrayList<>())
                        .add(subjects.runs().get(run).name());
            }
        }
        differences.forEach((text, runs) -> failures.add(problem(
                original.line(),
                "%s: the original %s; %s: %s"
                        .formatted(original.op(), original.outcome(), String.join(", ", runs), text))));
    }

    private void noteNotRun(Outcome outcome) {
        notRun.add(problem(
                outcome.line(),
                outcome.op() + ": " + list.reason(script.name(), outcome.line()).orElse("unknown") + " ("
                        + outcome.outcome() + ")"));
        if (list.reason(script.name(), outcome.line()).isEmpty()) {
            failures.add(problem(
                    outcome.line(),
                    outcome.op() + " cannot run, but not-run.txt does not list it: " + outcome.outcome()));
        }
    }

    /** The plugin must accept every module that the engine accepts. */
    private void noteRefusals(List<Command> commands, List<Outcome> outcomes) {
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            if (command.module() != null
                    && subjects.refusals().containsKey(command.module())
                    && outcomes.get(i).passed()) {
                failures.add(problem(
                        command.line(),
                        "the engine accepts this module, but the plugin refuses it: "
                                + subjects.refusals().get(command.module())));
            }
        }
    }

    private Problem problem(int line, String what) {
        return new Problem(script.name() + ":" + line, what);
    }
}

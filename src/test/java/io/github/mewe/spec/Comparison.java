package io.github.mewe.spec;

import io.github.mewe.spec.NodeHarness.Outcome;
import io.github.mewe.spec.Script.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the runs of a script. An assertion can run if the original module fulfils it; each of the others then must
 * fulfil it too, with the same values, bit for bit, or the same trap. Where the engine's original result is another
 * than the script's, the others must give that one too.
 */
final class Comparison {
    /** What is compared, but not counted. */
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
     * Something that did not go as it should.
     *
     * @param place the script and the line
     * @param what what happened
     */
    record Problem(String place, String what) {}

    /**
     * What came of a script.
     *
     * @param script the script
     * @param subjects its modules
     * @param assertions how many assertions and calls can run
     * @param executions how often they ran against diversified modules
     * @param notRun what cannot run
     * @param failures what must not happen
     */
    record Result(
            Script script,
            Subjects subjects,
            int assertions,
            int executions,
            List<Problem> notRun,
            List<Problem> failures) {}

    /**
     * Compares.
     *
     * @param script the script
     * @param commands the commands that ran
     * @param subjects the script's modules
     * @param outcomes for each run, the original's first, what came of each command
     * @param list what is known not to run
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
            failures.add(
                    problem(outcome.line(), outcome.op() + " cannot run, and is not listed: " + outcome.outcome()));
        }
    }

    /** What the engine takes the plugin must take. */
    private void noteRefusals(List<Command> commands, List<Outcome> outcomes) {
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            if (command.module() != null
                    && subjects.refusals().containsKey(command.module())
                    && outcomes.get(i).passed()) {
                failures.add(problem(
                        command.line(),
                        "the plugin refuses what the engine takes: "
                                + subjects.refusals().get(command.module())));
            }
        }
    }

    private Problem problem(int line, String what) {
        return new Problem(script.name() + ":" + line, what);
    }
}

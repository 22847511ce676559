package io.github.mewe.spec;

import java.util.List;

/**
 * A script of the core tests.
 *
 * @param name its file's path below the tests' directory
 * @param commands its commands, in order
 * @param modules the modules that the commands name by their numbers, which are their places here
 */
record Script(String name, List<Command> commands, List<Module> modules) {
    Script {
        commands = List.copyOf(commands);
        modules = List.copyOf(modules);
    }

    /** The role of a module in a script. */
    enum Role {
        /** It is valid. */
        SUBJECT,
        /** It is malformed or invalid. */
        REJECT,
        /** A module of the harness that calls a function with values that JavaScript cannot hold. */
        PROBE
    }

    /**
     * A module.
     *
     * @param number its place in the script
     * @param line where it starts
     * @param role its role
     * @param binary whether the contents are in the binary format, else in the text format
     * @param contents its bytes
     */
    record Module(int number, int line, Role role, boolean binary, byte[] contents) {}

    /**
     * A command, in the form in which the harness reads it. Components that the operation does not need are null.
     *
     * @param op the operation
     * @param line where it starts
     * @param id the name of the instance or thread
     * @param name the name under which an instance is registered
     * @param module the number of the module
     * @param action the call or the read
     * @param probe the number of the probe that calls it
     * @param expected the results
     * @param shared the names of the instances that a thread sees
     * @param commands the commands of a thread
     */
    record Command(
            String op,
            int line,
            String id,
            String name,
            Integer module,
            Action action,
            Integer probe,
            List<Value> expected,
            List<String> shared,
            List<Command> commands) {

        static Command of(String op, int line, String id) {
            return new Command(op, line, id, null, null, null, null, null, null, null);
        }

        /** True for an assertion that a module is malformed or invalid. */
        boolean isRejection() {
            return op.equals("assert_invalid") || op.equals("assert_malformed");
        }

        Command withName(String newName) {
            return new Command(op, line, id, newName, module, action, probe, expected, shared, commands);
        }

        Command withModule(int number) {
            return new Command(op, line, id, name, number, action, probe, expected, shared, commands);
        }

        Command withAction(Action newAction) {
            return new Command(op, line, id, name, module, newAction, probe, expected, shared, commands);
        }

        Command withProbe(int number) {
            return new Command(op, line, id, name, module, action, number, expected, shared, commands);
        }

        Command withExpected(List<Value> values) {
            return new Command(op, line, id, name, module, action, probe, List.copyOf(values), shared, commands);
        }

        Command withThread(List<String> instances, List<Command> body) {
            return new Command(
                    op, line, id, name, module, action, probe, expected, List.copyOf(instances), List.copyOf(body));
        }
    }

    /**
     * A call of an exported function, or a read of an exported global.
     *
     * @param kind {@code invoke} or {@code get}
     * @param instance the instance's name; null for the last one
     * @param field the export
     * @param arguments the arguments
     */
    record Action(String kind, String instance, String field, List<Value> arguments) {
        Action {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A value, or a pattern for values.
     *
     * @param type its type, the instruction's name for a reference, or {@code either}
     * @param value a number, in decimal; null where there is none
     * @param nans for each lane, the kind of NaN that is expected, or empty; null outside of probes
     * @param choices the patterns of which one must match
     */
    record Value(String type, String value, List<String> nans, List<Value> choices) {}
}

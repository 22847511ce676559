package io.github.mewe.spec;

import io.github.mewe.spec.SExpression.Atom;
import io.github.mewe.spec.SExpression.Group;
import io.github.mewe.spec.Script.Action;
import io.github.mewe.spec.Script.Command;
import io.github.mewe.spec.Script.Module;
import io.github.mewe.spec.Script.Role;
import io.github.mewe.spec.Script.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a script's commands and the modules and probes that they need. */
final class ScriptReader {
    private final String source;
    private final List<Module> modules = new ArrayList<>();

    private ScriptReader(String source) {
        this.source = source;
    }

    /**
     * Reads a script.
     *
     * @param name the file's path below the tests' directory
     * @param contents its bytes
     */
    static Script read(String name, byte[] contents) {
        var reader = new ScriptReader(new String(contents, StandardCharsets.ISO_8859_1));
        // A file with a bad module contains nothing after it.
        Role role = name.endsWith(".fail.wast") ? Role.REJECT : Role.SUBJECT;
        List<Command> commands = reader.commands(SExpressionReader.read(reader.source), role);
        return new Script(name, commands, reader.modules);
    }

    private List<Command> commands(List<SExpression> nodes, Role role) {
        var commands = new ArrayList<Command>();
        for (SExpression node : nodes) {
            commands.add(command((Group) node, role));
        }
        return commands;
    }

    private Command command(Group node, Role role) {
        String op = node.word(0);
        String id = identifier(node, 1);
        Command command = Command.of(op, line(node), id);
        switch (op) {
            case "module":
                if (role == Role.REJECT) {
                    return Command.of("assert_invalid", line(node), null).withModule(module(node, role));
                }
                boolean definition = node.word(1).equals("definition");
                return Command.of(definition ? "definition" : op, line(node), identifier(node, definition ? 2 : 1))
                        .withModule(module(node, role));
            case "register":
                return Command.of(op, line(node), identifier(node, 2))
                        .withName(string(node.items().get(1)));
            case "invoke", "get":
                return command.withAction(action(node));
            case "assert_invalid", "assert_malformed":
                return command.withModule(module((Group) node.items().get(1), Role.REJECT));
            case "assert_unlinkable":
                return command.withModule(module((Group) node.items().get(1), Role.SUBJECT));
            case "assert_return":
                return assertReturn(command, node);
            case "thread":
                return thread(command, node.from(2));
            case "wait":
                return command;
            default:
                var subject = (Group) node.items().get(1);
                return subject.is("module")
                        ? command.withModule(module(subject, Role.SUBJECT))
                        : command.withAction(action(subject));
        }
    }

    private Command assertReturn(Command command, Group node) {
        var call = (Group) node.items().get(1);
        Action action = action(call);
        List<Group> results = groups(node.from(2));
        List<Value> expected = results.stream().map(Literals::value).toList();
        boolean plain = expected.stream().allMatch(Literals::isPlain)
                && action.arguments().stream().allMatch(Literals::isPlain);
        boolean numbers = expected.stream().allMatch(Literals::isNumber)
                && action.arguments().stream().allMatch(Literals::isNumber);
        if (plain || !numbers || !action.kind().equals("invoke")) {
            return command.withAction(action).withExpected(expected);
        }
        Probe probe = Probe.of(source, arguments(call), results);
        int number = add(command.line(), Role.PROBE, false, probe.text().getBytes(StandardCharsets.ISO_8859_1));
        return command.withAction(action).withProbe(number).withExpected(probe.patterns());
    }

    private Command thread(Command command, Group contents) {
        var shared = new ArrayList<String>();
        var body = new ArrayList<SExpression>();
        for (Group node : groups(contents)) {
            if (node.is("shared")) {
                shared.add(((Group) node.items().get(1)).word(1));
            } else {
                body.add(node);
            }
        }
        return command.withThread(shared, commands(body, Role.SUBJECT));
    }

    private Action action(Group node) {
        String instance = identifier(node, 1);
        return new Action(
                node.word(0),
                instance,
                string(node.items().get(instance == null ? 1 : 2)),
                arguments(node).stream().map(Literals::value).toList());
    }

    private static List<Group> arguments(Group action) {
        return groups(action.from(identifier(action, 1) == null ? 2 : 3));
    }

    private int module(Group node, Role role) {
        int place = 1;
        boolean definition = node.word(place).equals("definition");
        if (definition) {
            place++;
        }
        if (identifier(node, place) != null) {
            place++;
        }
        boolean binary = node.word(place).equals("binary");
        if (binary || node.word(place).equals("quote")) {
            return add(line(node), role, binary, strings(node.from(place + 1)));
        }
        String text = source.substring(node.start(), node.end());
        String plain = definition ? text.replaceFirst("definition", "") : text;
        return add(line(node), role, false, plain.getBytes(StandardCharsets.ISO_8859_1));
    }

    private int add(int line, Role role, boolean binary, byte[] contents) {
        modules.add(new Module(modules.size(), line, role, binary, contents));
        return modules.size() - 1;
    }

    private static byte[] strings(Group node) {
        var bytes = new ByteArrayOutputStream();
        for (SExpression item : node.items()) {
            bytes.writeBytes(((Atom) item).bytes());
        }
        return bytes.toByteArray();
    }

    private static List<Group> groups(Group node) {
        return node.items().stream()
                .filter(Group.class::isInstance)
                .map(Group.class::cast)
                .toList();
    }

    private static String identifier(Group node, int place) {
        return node.word(place).startsWith("$") ? node.word(place) : null;
    }

    private static String string(SExpression node) {
        return new String(((Atom) node).bytes(), StandardCharsets.UTF_8);
    }

    private int line(SExpression node) {
        return 1
                + (int) source.substring(0, node.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}

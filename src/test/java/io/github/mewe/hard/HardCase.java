package io.github.mewe.hard;

import io.github.mewe.fixture.Node;
import io.github.mewe.fixture.WatModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Modules and a script that uses them: {@code NAME.wat}, which the script calls {@code main}, {@code NAME.OTHER.wat},
 * and {@code NAME.mjs}.
 *
 * @param name the case's name
 * @param modules its modules by the names that the script uses
 */
record HardCase(String name, Map<String, NotedModule> modules) {
    /**
     * Reads a case.
     *
     * @param name its name
     * @param others the names of the modules besides {@code main}
     */
    static HardCase read(String name, List<String> others) {
        var modules = new LinkedHashMap<String, NotedModule>();
        modules.put("main", NotedModule.of(WatModule.assemble(text(name + ".wat"))));
        for (String other : others) {
            modules.put(other, NotedModule.of(WatModule.assemble(text(name + "." + other + ".wat"))));
        }
        return new HardCase(name, modules);
    }

    /** The same case with other bytes around the code of its modules. */
    HardCase with(UnaryOperator<byte[]> change) {
        var changed = new LinkedHashMap<String, NotedModule>();
        modules.forEach((module, noted) -> changed.put(module, noted.with(change)));
        return new HardCase(name, changed);
    }

    /** The script. */
    Path script() {
        return Node.resource(HardCase.class, name + ".mjs");
    }

    /** A resource's text. */
    static String text(String resource) {
        try {
            return Files.readString(Node.resource(HardCase.class, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

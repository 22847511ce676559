package io.github.mewe.profile;

import java.util.List;
import java.util.Optional;

/**
 * The functions of a module that a profile refers to.
 *
 * @param module the name of the module's file
 * @param sha256 the module's hash in hexadecimal
 * @param imports the number of imported functions
 * @param names the names of the defined functions from the name section, in order
 */
public record FunctionList(String module, String sha256, int imports, List<Optional<String>> names) {
    /** Copies the list. */
    public FunctionList {
        names = List.copyOf(names);
    }
}

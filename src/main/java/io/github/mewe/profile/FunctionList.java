package io.github.mewe.profile;

import java.util.List;
import java.util.Optional;

/**
 * The functions of a module, as far as a profile needs to know them.
 *
 * @param module the name of the module's file
 * @param sha256 the hash of the module, in hexadecimal
 * @param imports how many functions it imports
 * @param names the names of the functions that it defines, in their order; empty for one that the name section does not
 *     name
 */
public record FunctionList(String module, String sha256, int imports, List<Optional<String>> names) {
    /** Copies the list. */
    public FunctionList {
        names = List.copyOf(names);
    }
}

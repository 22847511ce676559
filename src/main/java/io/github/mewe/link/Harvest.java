package io.github.mewe.link;

import java.util.List;
import java.util.Optional;

/**
 * The harvesting of a linked module.
 *
 * @param imports the imports whose results the module mixes into its key, in order
 * @param obstacle why there are none; empty if there are some, or the key has another source
 */
public record Harvest(List<HarvestedImport> imports, Optional<String> obstacle) {
    /** No harvesting, because the key has another source. */
    static final Harvest NONE = new Harvest(List.of(), Optional.empty());

    /** Copies the list. */
    public Harvest {
        imports = List.copyOf(imports);
    }
}

package io.github.mewe.property;

import io.github.mewe.common.Sha256;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.SectionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The custom sections of a module and their places among the standard sections. */
final class CustomPlaces {
    /** Sections that change with the code. */
    private static final Set<String> REMADE =
            Set.of("name", "sourceMappingURL", "metadata.code.branch_hint", "metadata.code.trace_inst");

    private CustomPlaces() {}

    /**
     * Lists the custom sections and, between them, the standard sections that both modules have.
     *
     * @param module the module
     * @param other another module
     */
    static List<String> in(byte[] module, byte[] other) {
        Set<Integer> shared = BinaryLayout.of(other).sections().stream()
                .map(BinaryLayout.Section::id)
                .collect(Collectors.toSet());
        var places = new ArrayList<String>();
        for (BinaryLayout.Section section : BinaryLayout.of(module).sections()) {
            if (!section.is(SectionId.CUSTOM)) {
                if (shared.contains(section.id())) {
                    places.add("section " + section.id());
                }
            } else if (!REMADE.contains(section.name())) {
                places.add(
                        section.name() + " " + Sha256.hex(Arrays.copyOfRange(module, section.start(), section.end())));
            }
        }
        return places;
    }
}

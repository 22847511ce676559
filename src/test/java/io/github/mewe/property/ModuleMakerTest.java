package io.github.mewe.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModuleMakerTest {
    private static final int MODULES = 150;
    private static final List<String> OTHERS = List.of(
            "block",
            "loop",
            "if",
            "br",
            "br_if",
            "br_table",
            "return",
            "unreachable",
            "nop",
            "drop",
            "select",
            "call",
            "call_indirect",
            "local.get",
            "local.set",
            "local.tee",
            "global.get",
            "global.set",
            "memory.size",
            "memory.grow",
            "memory.fill",
            "memory.copy",
            "memory.init",
            "table.get",
            "table.set",
            "table.size",
            "ref.null",
            "ref.func",
            "ref.is_null",
            "i8x16.shuffle",
            "i32.load8_s",
            "i64.store32",
            "f32.load",
            "f64.store",
            "v128.load8x8_s",
            "v128.load32_lane",
            "v128.store64_lane",
            "v128.const");

    private final ModuleMaker maker = new ModuleMaker();

    @Test
    void everyInstructionOccursInValidModules() {
        Set<String> missing = new HashSet<>(OTHERS);
        new InstructionSet().all().forEach(instruction -> missing.add(instruction.name()));
        for (long seed = 0; seed < MODULES; seed++) {
            String text = maker.make(seed).text();
            Arrays.asList(text.split("[^a-z0-9_.]+")).forEach(missing::remove);
            // Opening validates.
            BinaryenModule.open(WatModule.assemble(text)).close();
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void aSeedGivesOneModule() {
        assertEquals(maker.make(7), new ModuleMaker().make(7));
        assertNotEquals(maker.make(7), maker.make(8));
        assertEquals(
                10,
                Stream.iterate(0L, seed -> seed + 1)
                        .limit(10)
                        .map(maker::make)
                        .distinct()
                        .count());
    }
}

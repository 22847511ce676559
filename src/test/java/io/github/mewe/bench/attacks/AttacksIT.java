package io.github.mewe.bench.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the attacks of docs/results/attacks.md with few keys. */
class AttacksIT {
    private static final int KEYS = 40;

    @TempDir
    private Path directory;

    @Test
    void attacksSucceedOnOriginalsAndFailWithAllMeasures() throws Exception {
        List<AttacksPage.Row> rows = new AttackRuns(directory, KEYS)
                .of(List.of(
                        Configuration.ORIGINAL,
                        Configuration.MULTIVARIANT,
                        Configuration.ALL,
                        Configuration.WIDE_TWINS));
        assertEquals(2 * 4 * Attack.values().length, rows.size());
        for (AttacksPage.Row row : rows) {
            switch (row.configuration()) {
                case ORIGINAL, MULTIVARIANT -> assertEquals(KEYS, row.succeeds(), row.toString());
                case WIDE_TWINS -> assertTrue(row.succeeds() <= 1, row.toString());
                default -> assertTrue(row.attack() == Attack.LEAK || row.succeeds() < KEYS / 2, row.toString());
            }
        }
    }
}

package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkTargetsTest {
    private static final byte[] MODULE =
            WatModule.assemble("(module (func $f (export \"f\") (result i32) (i32.const 7)))");

    private static LinkTargets targets() {
        return new LinkTargets(InputModule.read("module.wasm", MODULE, Optional.empty()));
    }

    @Test
    void eachCopyIsIndependent() {
        try (LinkTargets targets = targets();
                BinaryenModule first = targets.open(Map.of());
                BinaryenModule second = targets.open(Map.of())) {
            first.split(first.definedFunctions().get(0), "other");
            assertEquals(2, first.definedFunctions().size());
            assertEquals(1, second.definedFunctions().size());
        }
    }

    @Test
    void theCallerClosesWhatItOpened() {
        BinaryenModule opened;
        try (LinkTargets targets = targets()) {
            opened = targets.open(Map.of());
        }
        assertTrue(opened.isOpen());
        opened.close();
    }

    @Test
    void furtherFunctionsCanBeLeftAlone() {
        try (LinkTargets targets = targets();
                BinaryenModule target = targets.open(Map.of(0, "too long"))) {
            String function = target.definedFunctions().get(0);
            assertEquals(Optional.of("too long"), target.reasonLeftAlone(function));
            try (BinaryenModule whole = targets.open(Map.of())) {
                assertFalse(whole.reasonLeftAlone(function).isPresent());
            }
        }
    }

    @Test
    void canBeClosedWithoutUse() {
        targets().close();
    }
}

package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.execution.CallOutcome;
import io.github.mewe.execution.Engine;
import io.github.mewe.execution.EngineLimitException;
import io.github.mewe.execution.Engines;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.RunningModule;
import io.github.mewe.execution.Value;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.Immediate;
import io.github.mewe.wasm.LocalGroup;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.SectionId;
import io.github.mewe.wasm.ValueType;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One function that cannot be processed costs only its own variants. It calls {@code f}, which is diversified; so its
 * calls must reach the dispatcher.
 */
class LeftAloneTest {
    private static final int ARGUMENT = 21;

    @TempDir
    private Path directory;

    /** Twice as deep as the limit, as a chain of additions. */
    @Test
    void deeplyNestedOperands() {
        check("nested more than 20,000 levels deep", List.of(), body -> {
            for (int i = 0; i < 40_000; i++) {
                body.constant(Opcode.I32_CONST, 1).instruction(Opcode.I32_ADD);
            }
        });
    }

    @Test
    void deeplyNestedBlocks() {
        check("nested more than 20,000 levels deep", List.of(), body -> {
            for (int i = 0; i < 25_000; i++) {
                body.instruction(Opcode.BLOCK, Immediate.BlockType.EMPTY);
            }
            for (int i = 0; i < 25_000; i++) {
                body.instruction(Opcode.END);
            }
        });
    }

    @Test
    void aBranchTableThatEnginesRefuse() {
        check("65,600 labels in a branch table", List.of(), body -> {
            body.instruction(Opcode.BLOCK, Immediate.BlockType.EMPTY).constant(Opcode.I32_CONST, 3);
            body.instruction(Opcode.BR_TABLE, new Immediate.Labels(Collections.nCopies(65_601, 0)));
            body.instruction(Opcode.END);
        });
    }

    @Test
    void localsThatEnginesRefuse() {
        check("60,001 parameters and locals", List.of(new LocalGroup(60_000, ValueType.I64)), body -> {});
    }

    @Test
    void aBodyThatEnginesRefuse() {
        check("engines accept 7,654,321", List.of(), body -> {
            for (int i = 0; i < 4_000_000; i++) {
                body.constant(Opcode.I32_CONST, 1).instruction(Opcode.DROP);
            }
        });
    }

    private void check(String reason, List<LocalGroup> locals, Consumer<BinaryWriter> code) {
        byte[] input = module(locals, code);
        DiversificationResult result =
                new Diversifier(2, directory).diversify("in.wasm", input, "out.wasm", request(), Progress.SILENT);
        Manifest.Function alone = result.manifest().functions().get(1);
        assertTrue(alone.reason().startsWith("left alone: ") && alone.reason().contains(reason), alone::reason);
        assertEquals(List.of(), alone.variants());
        assertTrue(alone.instructions() >= 3, () -> alone.instructions() + " instructions");
        assertTrue(result.manifest().functions().get(0).variants().size() > 1);
        byte[] output = result.binary();
        BinaryLayout.Body body = BinaryLayout.of(output).bodies().get(alone.dispatcherIndex());
        assertEquals(BinaryLayout.of(input).bodies().get(1).size(), body.size());
        for (Engine engine : Engines.all()) {
            Optional<List<Value>> expected = value(engine, input);
            // Some engines refuse some of the inputs.
            assertEquals(expected, value(engine, output), engine.name());
        }
    }

    private static Optional<List<Value>> value(Engine engine, byte[] module) {
        try (PreparedModule prepared = engine.prepare(module, "case");
                RunningModule running = prepared.instantiate(RunEnvironment.DEFAULT)) {
            CallOutcome outcome = running.call("big", ARGUMENT);
            return Optional.of(((CallOutcome.Returned) outcome).results());
        } catch (EngineLimitException e) {
            return Optional.empty();
        }
    }

    private static byte[] module(List<LocalGroup> locals, Consumer<BinaryWriter> code) {
        var type = new FunctionType(List.of(ValueType.I32), List.of(ValueType.I32));
        var small = new BinaryWriter();
        LocalGroup.writeAll(List.of(), small);
        small.instruction(Opcode.LOCAL_GET, 0)
                .constant(Opcode.I32_CONST, 13)
                .instruction(Opcode.I32_MUL)
                .instruction(Opcode.LOCAL_GET, 0)
                .constant(Opcode.I32_CONST, 7)
                .instruction(Opcode.I32_XOR)
                .instruction(Opcode.I32_ADD)
                .instruction(Opcode.END);
        var big = new BinaryWriter();
        LocalGroup.writeAll(locals, big);
        big.instruction(Opcode.LOCAL_GET, 0);
        code.accept(big);
        big.instruction(Opcode.CALL, 0).instruction(Opcode.END);
        var exports = new BinaryWriter().u32(2);
        ModuleSections.writeFunctionExport("f", 0, exports);
        ModuleSections.writeFunctionExport("big", 1, exports);
        return new BinaryWriter()
                .header()
                .section(SectionId.TYPE, new BinaryWriter().u32(1).functionType(type))
                .section(SectionId.FUNCTION, new BinaryWriter().u32(2).u32(0).u32(0))
                .section(SectionId.EXPORT, exports)
                .section(SectionId.CODE, new BinaryWriter().u32(2).sized(small).sized(big))
                .toBytes();
    }

    private static DiversificationRequest request() {
        return new DiversificationRequest(
                new VariantBudget(3, 100, 2, Optional.empty()),
                Optional.of("1"),
                NameFilter.all(),
                List.of("structure", "rewrite"),
                RandomnessSource.EXPORT);
    }
}

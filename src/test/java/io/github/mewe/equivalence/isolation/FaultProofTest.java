package io.github.mewe.equivalence.isolation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.wasm.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultProofTest {
    private static final String MODULE = "/io/github/mewe/equivalence/harmless-faults.wat";

    private record Surroundings(FunctionBody body, int loops) implements Fault.Context {
        @Override
        public Optional<String> otherCallee(Call call) {
            return Optional.empty();
        }

        @Override
        public Optional<String> otherGlobal(String global, ValueType type) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT_OPERATION, comparison",
        "NAN_PAYLOAD, number",
        "LOST_WRAP, mask",
        "LOST_WRAP, reference",
        "SHIFT_WIDTH, bits",
        "OFF_BY_ONE_LOOP, twice",
        "SWAPPED_CHOICE, constant",
        "LOST_TRAP, division",
        "WRONG_OPERATION, unused"
    })
    void onlyHarmlessFaultsAreProved(Fault fault, String function) throws IOException {
        List<Boolean> harmless = changesNothing(fault, function);
        assertFalse(harmless.isEmpty());
        assertFalse(harmless.contains(false));
        assertTrue(changesNothing(fault, function + "-wrong").contains(false));
    }

    /** The result for each node that the fault applies to. */
    private static List<Boolean> changesNothing(Fault fault, String function) throws IOException {
        try (InputStream text = FaultProofTest.class.getResourceAsStream(MODULE)) {
            byte[] binary = WatModule.assemble(text.readAllBytes());
            return DeepThread.call(() -> {
                try (BinaryenModule module = BinaryenModule.open(binary)) {
                    FunctionBody body = module.lift(function);
                    return sites(fault, body).stream()
                            .map(site -> new FaultProof(site).changesNothing())
                            .toList();
                }
            });
        }
    }

    private static List<FaultSite> sites(Fault fault, FunctionBody body) {
        List<FaultSite> sites = new ArrayList<>();
        int[] number = {-1};
        ExprTransformer.bottomUp(body.root(), (expr, loops) -> {
            number[0]++;
            Optional<Expr> to = fault.at(expr, new Surroundings(body, loops));
            to.ifPresent(other -> sites.add(FaultSite.of(body, number[0], other)));
            return expr;
        });
        return sites;
    }
}

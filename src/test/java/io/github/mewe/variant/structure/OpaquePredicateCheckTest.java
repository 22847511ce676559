package io.github.mewe.variant.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.equivalence.derivation.CheckResult;
import io.github.mewe.equivalence.derivation.CheckedBody;
import io.github.mewe.equivalence.derivation.StepChecker;
import io.github.mewe.equivalence.derivation.UnknownModule;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the checker of derivations proves every opaque predicate. */
class OpaquePredicateCheckTest {
    @Test
    void theCheckerProvesEveryPredicate() {
        var rejected = new ArrayList<String>();
        for (OpaquePredicate predicate : OpaquePredicate.ALL) {
            Expr truth = predicate.form().apply(new LocalGet(0, ValueType.I32), new LocalGet(1, ValueType.I32));
            CheckResult result = new StepChecker(new UnknownModule()).check(body(Const.i32(1)), body(truth));
            if (!result.isAccepted()) {
                rejected.add(predicate.name());
            }
        }
        assertEquals(List.of(), rejected);
    }

    private static CheckedBody body(Expr root) {
        var signature = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.I32);
        return CheckedBody.of(new FunctionBody("f", signature, List.of(), root));
    }
}

package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.DeepThread;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.profile.ProfileCounters;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a module count its calls and costs in exported globals (see {@link ProfileCounters}).
 *
 * <p>A function that can be reached other than by a {@code call} instruction gets a wrapper in its place, just as it
 * would get a dispatcher. The wrapper counts and calls the body. Direct calls go to the body itself, which counts its
 * entries and its cost, as described in {@link CostCounting}. The wrapper adds a stack frame, unless the module uses
 * tail calls.
 */
public final class ProfileInstrumenter {
    private final BinaryenModule module;

    /**
     * Creates an instrumenter that changes a module.
     *
     * @param module the module
     */
    public ProfileInstrumenter(BinaryenModule module) {
        this.module = module;
    }

    /**
     * Instruments the module.
     *
     * @param sha256 the module's hash, which the output contains
     * @throws LinkException if the module is already instrumented
     */
    public void instrument(String sha256) {
        DeepThread.call(() -> {
            instrumentDeep(sha256);
            return null;
        });
    }

    private void instrumentDeep(String sha256) {
        if (module.exports().names().stream().anyMatch(name -> name.startsWith(ProfileCounters.MODULE))) {
            throw new LinkException("the module is instrumented already: it exports " + ProfileCounters.MODULE
                    + "... Pass the original module as <input> (mewe.input)");
        }
        Set<String> reached = new HashSet<>(module.exports().functions());
        reached.addAll(module.referencedFunctions());
        Map<String, String> bodies = new HashMap<>();
        List<FunctionInfo> functions = module.functions();
        for (int i = 0; i < functions.size(); i++) {
            String name = functions.get(i).name();
            if (canChange(functions.get(i)) && reached.contains(name)) {
                bodies.put(name, wrap(name, i));
            }
        }
        for (int i = 0; i < functions.size(); i++) {
            if (canChange(functions.get(i))) {
                String name = functions.get(i).name();
                count(bodies.getOrDefault(name, name), i, bodies);
            }
        }
        export(ProfileCounters.MODULE + sha256, false, new Const(ValueType.I64, 1));
    }

    private boolean canChange(FunctionInfo function) {
        return !function.isImported() && module.reasonLeftAlone(function.name()).isEmpty();
    }

    /** Wraps a function and returns the name of its body. */
    private String wrap(String function, int index) {
        String body = module.uniqueNames().function(function + "$body");
        module.split(function, body);
        Signature signature = module.signature(function);
        boolean tail = module.features().hasTailCalls();
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < signature.params().size(); i++) {
            arguments.add(new LocalGet(i, signature.params().get(i)));
        }
        ValueType type = tail ? ValueType.UNREACHABLE : signature.result();
        Expr call = new Call(body, arguments, tail, type);
        Expr wrapper = new Block(null, List.of(add(counter(ProfileCounters.INDIRECT + index), 1), call), type);
        module.setBody(new FunctionBody(function, signature, List.of(), wrapper));
        return body;
    }

    private void count(String function, int index, Map<String, String> bodies) {
        String calls = counter(ProfileCounters.CALLS + index);
        String cost = counter(ProfileCounters.COST + index);
        FunctionBody body = module.lift(function);
        Expr direct = ExprTransformer.bottomUp(body.root(), expr -> retargeted(expr, bodies));
        Expr counting = new CostCounting(spent -> add(cost, ProfileCounters.units(spent))).counting(direct);
        module.setBody(body.withRoot(new Block(null, List.of(add(calls, 1), counting), counting.type())));
    }

    private static Expr retargeted(Expr expr, Map<String, String> bodies) {
        return expr instanceof Call call && bodies.containsKey(call.target())
                ? new Call(bodies.get(call.target()), call.operands(), call.tail(), call.type())
                : expr;
    }

    /** Adds an exported counter and returns its name in the module. */
    private String counter(String exportName) {
        return export(exportName, true, Const.zero(ValueType.I64));
    }

    private String export(String exportName, boolean mutable, Const value) {
        if (module.exports().has(exportName)) {
            throw new LinkException("the module already has an export named " + exportName);
        }
        String global = module.uniqueNames().global(exportName);
        module.addGlobal(global, mutable, value);
        module.exports().addGlobal(global, exportName);
        return global;
    }

    private static Expr add(String global, long amount) {
        Expr sum = IntBinary.of(
                BinaryOperator.ADD,
                ValueType.I64,
                new GlobalGet(global, ValueType.I64),
                new Const(ValueType.I64, amount));
        return new GlobalSet(global, sum);
    }
}

package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls the chosen body indirectly, through one table for the whole module in which each dispatcher has a range. The
 * table is not exported, and only dispatchers refer to it, so other code cannot read, call or replace its entries.
 */
final class TableBodyCall implements BodyCall {
    private final BinaryenModule module;
    private final String table;
    private final List<String> entries = new ArrayList<>();

    /** Calls through a table that {@link #addTable()} adds later. */
    TableBodyCall(BinaryenModule module) {
        this.module = module;
        this.table = module.uniqueNames().table("mewe.bodies");
    }

    @Override
    public Expr build(Dispatcher dispatcher, Expr choice) {
        int start = entries.size();
        entries.addAll(dispatcher.bodies());
        Expr place = start == 0 ? choice : IntBinary.of(BinaryOperator.ADD, ValueType.I32, choice, Const.i32(start));
        return module.callIndirectLike(
                table,
                dispatcher.bodies().get(0),
                dispatcher.arguments(),
                place,
                dispatcher.resultType(module.features().hasTailCalls()),
                module.features().hasTailCalls());
    }

    @Override
    public Expr build(Dispatcher dispatcher, Expr choice, Expr unmade) {
        Expr isUnmade = IntBinary.of(BinaryOperator.LT_S, ValueType.I32, choice, Const.i32(0));
        return new If(
                isUnmade,
                unmade,
                build(dispatcher, choice),
                dispatcher.resultType(module.features().hasTailCalls()));
    }

    /** Adds the table, unless no dispatcher uses it. */
    void addTable() {
        if (!entries.isEmpty()) {
            module.addTable(table, entries);
        }
    }
}

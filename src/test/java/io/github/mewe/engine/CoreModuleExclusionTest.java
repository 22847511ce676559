package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.fixture.Modules;
import io.github.mewe.wasm.component.CoreModule;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoreModuleExclusionTest {
    private static final String CODE = """
            (func (export "f") (param i32 i32) (result i32)
              (i32.add (i32.mul (local.get 0) (i32.const 100000)) (i32.sub (local.get 1) (i32.const 200000)))
              (i32.add (i32.mul (local.get 0) (i32.const 300000)) (i32.sub (local.get 1) (i32.const 400000)))
              (i32.add (i32.mul (local.get 0) (i32.const 500000)) (i32.sub (local.get 1) (i32.const 600000)))
              (i32.add (i32.mul (local.get 0) (i32.const 700000)) (i32.sub (local.get 1) (i32.const 800000)))
              i32.add i32.add i32.add)
            """;

    @Test
    void diversifiesModulesOfPrograms() {
        assertEquals(Optional.empty(), reason("main", CODE));
        assertEquals(Optional.empty(), reason("", "(memory (export \"memory\") 1) (table 1 funcref)" + CODE));
        assertEquals(
                Optional.empty(),
                reason("", "(memory 1) (func (export \"cabi_import_realloc\"))" + CODE),
                "only adapters import a memory");
    }

    @Test
    void recognisesModulesOfWitComponentByTheirNames() {
        assertEquals(
                Optional.of("it is the adapter wasi_snapshot_preview1 of wit-component"),
                reason("wit-component:adapter:wasi_snapshot_preview1", CODE));
        assertEquals(
                Optional.of("it is the module wit-component-shim-module that connects the others"),
                reason("wit-component-shim-module", CODE));
    }

    @Test
    void recognisesModulesOfWitComponentWithoutNames() {
        String connecting = "it is a shim or fixup module of wit-component, which connects the others";
        assertEquals(Optional.of(connecting), reason("", "(table (export \"$imports\") 1 funcref)" + CODE));
        assertEquals(Optional.of(connecting), reason("", "(import \"shim\" \"$imports\" (table 1 funcref))" + CODE));
        assertEquals(
                Optional.of("it is an adapter of wit-component"),
                reason(
                        "",
                        "(import \"env\" \"memory\" (memory 0 5))"
                                + "(import \"a\" \"g\" (global i32)) (import \"a\" \"h\" (func (param i32)))"
                                + "(func (export \"cabi_import_realloc\"))" + CODE));
    }

    @Test
    void leavesSmallModulesAlone() {
        assertEquals(
                Optional.of("it has less than 64 bytes of code"),
                reason("main", "(func (export \"f\") (result i32) (i32.const 1))"));
    }

    private static Optional<String> reason(String name, String fields) {
        byte[] module = Modules.of("(module " + fields + ")");
        return CoreModuleExclusion.of(
                new CoreModule("0", Optional.of(name).filter(text -> !text.isEmpty()), module, Set.of()));
    }
}

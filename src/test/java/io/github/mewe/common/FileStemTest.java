package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileStemTest {
    @ParameterizedTest
    @CsvSource({
        "app.wasm, app",
        "app.js.wasm, app.js",
        "a.wasm.wasm, a.wasm",
        "some/where.wasm/app.wasm, some/where.wasm/app",
        "app, app",
        "app.v1, app.v1",
        "app.WASM, app.WASM",
        "appwasm, appwasm",
        ".wasm, ''"
    })
    void stripsTheExtensionOfModulesOnly(String name, String stem) {
        assertEquals(stem, FileStem.of(name));
    }
}

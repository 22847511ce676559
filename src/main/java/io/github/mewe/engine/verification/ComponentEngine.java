package io.github.mewe.engine.verification;

import io.github.mewe.execution.Engine;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.link.HostKeying;

/** Runs core modules of components on another engine, which keys them apart from the program's random numbers. */
record ComponentEngine(Engine engine) implements Engine {
    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public PreparedModule prepare(byte[] binary, String name) {
        return engine.prepare(HostKeying.of(binary), name);
    }
}

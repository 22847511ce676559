package io.github.mewe.engine.verification;

import io.github.mewe.engine.ComponentFrame;
import io.github.mewe.execution.Engine;
import io.github.mewe.report.Manifest;
import java.util.Optional;

/**
 * A multivariant binary to verify.
 *
 * @param input the module that the binary was made from
 * @param request how much to verify
 * @param seed the source of all inputs and seeds
 * @param frame the component around the module; empty for a module that is not in a component
 */
record VerificationSubject(
        byte[] input,
        byte[] binary,
        Manifest manifest,
        VerificationRequest request,
        long seed,
        Optional<ComponentFrame> frame) {

    /** A module that is not in a component. */
    VerificationSubject(byte[] input, byte[] binary, Manifest manifest, VerificationRequest request, long seed) {
        this(input, binary, manifest, request, seed, Optional.empty());
    }

    /** Determines if stack frames or heap blocks of the binary lie elsewhere than the original's. */
    boolean hasMovedMemory() {
        return !manifest.hardenedBodies().isEmpty() || manifest.hasGuardedHeap();
    }

    /**
     * The number of argument lists for each export that is not configured. A call with arbitrary arguments may read
     * what earlier frames left behind, so there are none if frames or blocks have moved.
     */
    int exportInputs() {
        return hasMovedMemory() ? 0 : request.exportInputs();
    }

    /** The file that the user deploys: the module, or the component with the module in it. */
    byte[] deployed(byte[] module) {
        return frame.map(component -> component.with(module)).orElse(module);
    }

    /** The engine, prepared to run the module without its component if it has one. */
    Engine on(Engine engine) {
        return frame.isPresent() ? new ComponentEngine(engine) : engine;
    }

    /** The name of the input's file. */
    String fileName() {
        return frame.map(ComponentFrame::name).orElse(manifest.input().name());
    }
}

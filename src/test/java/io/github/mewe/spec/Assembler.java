package io.github.mewe.spec;

import com.dylibso.chicory.wabt.Wat2Wasm;
import com.dylibso.chicory.wasi.WasiExitException;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.spec.Script.Module;
import io.github.mewe.spec.Script.Role;
import java.nio.charset.StandardCharsets;

/** Assembles a script's modules. */
final class Assembler {
    private Assembler() {}

    /** No assembler accepts the text. */
    static final class AssemblyException extends Exception {
        private static final long serialVersionUID = 1L;

        AssemblyException(String message) {
            super(message);
        }
    }

    /**
     * Assembles a module. WABT comes first for valid text: it does not use Binaryen's IR, so its output includes code
     * that Binaryen would never emit. Binaryen handles newer features and invalid modules, which WABT rejects.
     */
    static byte[] assemble(Module module) throws AssemblyException {
        if (module.binary()) {
            return module.contents();
        }
        if (module.role() == Role.SUBJECT) {
            try {
                return Wat2Wasm.parse(new String(module.contents(), StandardCharsets.UTF_8));
            } catch (WasiExitException e) {
                // Binaryen may support the feature.
            }
        }
        return withBinaryen(module.contents());
    }

    private static byte[] withBinaryen(byte[] text) throws AssemblyException {
        try {
            return WatModule.assemble(text);
        } catch (RuntimeException e) {
            throw new AssemblyException(e.getMessage().replaceFirst("^Fatal: ", ""));
        }
    }
}

package io.github.mewe.spec;

import com.dylibso.chicory.wabt.Wat2Wasm;
import com.dylibso.chicory.wasi.WasiExitException;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.spec.Script.Module;
import io.github.mewe.spec.Script.Role;
import java.nio.charset.StandardCharsets;

/** Makes binaries of a script's modules. */
final class Assembler {
    private Assembler() {}

    /** A text that no assembler takes. */
    static final class AssemblyException extends Exception {
        private static final long serialVersionUID = 1L;

        AssemblyException(String message) {
            super(message);
        }
    }

    /**
     * The binary of a module. A valid text is given to WABT first, which knows nothing of Binaryen's IR and so also
     * makes code that Binaryen would never write; it lacks newer features, and refuses what is invalid.
     */
    static byte[] assemble(Module module) throws AssemblyException {
        if (module.binary()) {
            return module.contents();
        }
        if (module.role() == Role.SUBJECT) {
            try {
                return Wat2Wasm.parse(new String(module.contents(), StandardCharsets.UTF_8));
            } catch (WasiExitException e) {
                // Binaryen may know the feature.
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

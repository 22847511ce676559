package io.github.mewe.engine;

import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.component.ComponentBinary;
import io.github.mewe.wasm.component.CoreModule;
import io.github.mewe.wasm.component.ModuleExternals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A multivariant module to examine: the binary that a manifest describes, or a diversified core module of it.
 *
 * @param input the module that it was made from
 * @param manifest its own manifest
 * @param frame the component around it; empty for a module that is not in a component
 */
public record MultivariantModule(byte[] input, byte[] binary, Manifest manifest, Optional<ComponentFrame> frame) {

    /**
     * The module that a manifest describes, or the diversified core modules of its component.
     *
     * @throws VerificationException if the component lacks a core module that its manifest lists
     */
    public static List<MultivariantModule> of(byte[] input, byte[] binary, Manifest manifest) {
        if (manifest.coreModules() == null) {
            return List.of(new MultivariantModule(input, binary, manifest, Optional.empty()));
        }
        Map<String, byte[]> originals = byPath(input);
        var modules = new ArrayList<MultivariantModule>();
        for (CoreModuleBinary core : coreModules(binary, manifest)) {
            var frame = new ComponentFrame(manifest.input().name(), input, core.path());
            modules.add(new MultivariantModule(
                    found(originals, core.path(), manifest), core.binary(), core.manifest(), Optional.of(frame)));
        }
        return modules;
    }

    /** A diversified core module, without its original. */
    public record CoreModuleBinary(String path, byte[] binary, Manifest manifest) {}

    /**
     * The diversified core modules of a component.
     *
     * @param manifest the manifest of a component
     * @throws VerificationException if the component lacks a core module that its manifest lists
     */
    public static List<CoreModuleBinary> coreModules(byte[] binary, Manifest manifest) {
        Map<String, byte[]> binaries = byPath(binary);
        return manifest.coreModules().stream()
                .filter(module -> module.manifest() != null)
                .map(module -> new CoreModuleBinary(
                        module.path(), found(binaries, module.path(), manifest), module.manifest()))
                .toList();
    }

    private static Map<String, byte[]> byPath(byte[] component) {
        Map<String, byte[]> modules = new HashMap<>();
        for (CoreModule module : ComponentBinary.of(component).coreModules()) {
            modules.put(module.path(), module.bytes());
        }
        return modules;
    }

    private static byte[] found(Map<String, byte[]> modules, String path, Manifest manifest) {
        return Optional.ofNullable(modules.get(path))
                .orElseThrow(() -> new VerificationException(manifest.output().name() + " has no core module " + path
                        + ", which its manifest lists. Run mewe:diversify again"));
    }

    /** The names of the functions that the original exports. */
    public Set<String> exports() {
        return ModuleExternals.of(input).exportedFunctions();
    }
}

package io.github.mewe.engine;

import io.github.mewe.common.FileStem;
import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.component.ComponentBinary;
import io.github.mewe.wasm.component.CoreModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Diversifies the core modules of a component one by one and puts them back. */
final class ComponentDiversifier {
    private final ModuleDiversifier modules;

    /** Diversifies a core module. */
    @FunctionalInterface
    interface ModuleDiversifier {
        /**
         * Diversifies a core module into the binaries of a population.
         *
         * @throws MalformedModuleException if the module cannot be read
         */
        List<DiversificationResult> diversify(DiversificationJob job, List<String> outputNames, Progress progress);
    }

    ComponentDiversifier(ModuleDiversifier modules) {
        this.modules = modules;
    }

    /**
     * A core module with its results.
     *
     * @param reason why it was left alone; empty if it was diversified
     * @param results one for each binary of the population; empty if it was left alone
     */
    record Part(CoreModule module, Optional<String> reason, List<DiversificationResult> results) {
        Part {
            results = List.copyOf(results);
        }

        /** The module's manifest in one binary of the population. */
        Manifest.CoreModule entry(int member) {
            return new Manifest.CoreModule(
                    module.path(),
                    module.name().orElse(null),
                    module.bytes().length,
                    reason.orElse(null),
                    results.isEmpty() ? null : results.get(member).manifest());
        }
    }

    /**
     * Diversifies a component into the binaries of a population.
     *
     * @param name the name of the input's file
     * @param input the component
     * @param outputNames the names of the outputs' files, one for each binary of the population
     * @throws MalformedModuleException if the input is not a component
     */
    List<DiversificationResult> population(
            String name, byte[] input, List<String> outputNames, DiversificationRequest request, Progress progress) {
        ComponentBinary component = ComponentBinary.of(input);
        var parts = new ArrayList<Part>();
        for (CoreModule module : component.coreModules()) {
            parts.add(part(name, module, outputNames, request, request.seedFor(input), progress));
        }
        var manifests = new ComponentManifests(name, input, request, parts);
        var results = new ArrayList<DiversificationResult>();
        for (int i = 0; i < outputNames.size(); i++) {
            Map<String, byte[]> replaced = new HashMap<>();
            var faults = new ArrayList<String>();
            for (Part part : parts) {
                if (!part.results().isEmpty()) {
                    DiversificationResult result = part.results().get(i);
                    replaced.put(part.module().path(), result.binary());
                    faults.addAll(result.faults());
                }
            }
            byte[] output = component.with(replaced);
            results.add(new DiversificationResult(
                    output, manifests.of(outputNames.get(i), output, i), Optional.empty(), faults));
        }
        return results;
    }

    private Part part(
            String name,
            CoreModule module,
            List<String> outputNames,
            DiversificationRequest request,
            BuildSeed seed,
            Progress progress) {
        try {
            Optional<String> reason = CoreModuleExclusion.of(module);
            if (reason.isPresent()) {
                return new Part(module, reason, List.of());
            }
            InputModule input =
                    InputModule.inComponent(fileName(name, module.path()), module.bytes(), module.entryPoints());
            DiversificationRequest own =
                    request.with(seed.coreModule(module.path())).withProfile(Optional.empty());
            List<String> names = outputNames.stream()
                    .map(output -> fileName(output, module.path()))
                    .toList();
            return new Part(
                    module, Optional.empty(), modules.diversify(DiversificationJob.of(input, own), names, progress));
        } catch (MalformedModuleException e) {
            return new Part(module, Optional.of("the plugin cannot read it: " + e.getMessage()), List.of());
        }
    }

    /** The name under which the documents of a core module are written. */
    private static String fileName(String component, String path) {
        return FileStem.of(component) + ".core-" + path.replace('/', '-') + ".wasm";
    }
}

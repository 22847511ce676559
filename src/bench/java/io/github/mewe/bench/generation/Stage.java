package io.github.mewe.bench.generation;

import java.util.Arrays;
import java.util.List;
import jdk.jfr.consumer.RecordedMethod;

/** A part of generation, recognised by a method on the stack. */
enum Stage {
    SYNTHESIS("strategy `synthesis`", "SynthesisStrategy.apply"),
    STRUCTURE("strategy `structure`", "StructureStrategy.apply"),
    REWRITE("strategy `rewrite`", "RewriteStrategy.apply"),
    MEMORY("strategy `memory`", "MemoryStrategy.apply"),
    OPTIMIZE("strategy `optimize`", "OptimizeStrategy.apply"),
    FINGERPRINT("clean-up and fingerprints of candidates", "ScratchWorkbench.fingerprint"),
    WRITTEN("check of the written bodies", "WrittenBodyCheck.confirmed"),
    PROOF("proofs by derivation", "DerivationChecker.classify"),
    ENCODING("encoding and validation of the output", "BudgetedLinker.encode", "BinaryenModule.validate"),
    GENERATION("other parts of the generator", "VariantGenerator.generate", "VariantGenerator$Run.variants"),
    LINKING("other parts of the linker", "BudgetedLinker.link", "VariantAdder.finish"),
    OTHER("start, reading, analysis and manifest");

    private final String text;
    private final List<String> methods;

    Stage(String text, String... methods) {
        this.text = text;
        this.methods = List.of(methods);
    }

    /**
     * The part to which a stack belongs.
     *
     * @param stack the methods, innermost first
     */
    static Stage of(List<RecordedMethod> stack) {
        List<String> names = stack.stream().map(Stage::name).toList();
        return Arrays.stream(values())
                .filter(stage -> stage.methods.stream().anyMatch(names::contains))
                .findFirst()
                .orElse(OTHER);
    }

    /** Methods of lambda expressions have the name of the method that contains them. */
    private static String name(RecordedMethod method) {
        String type = method.getType().getName();
        String name = method.getName().replaceFirst("^lambda\\$(\\w+)\\$\\d+$", "$1");
        return type.substring(type.lastIndexOf('.') + 1) + "." + name;
    }

    @Override
    public String toString() {
        return text;
    }
}

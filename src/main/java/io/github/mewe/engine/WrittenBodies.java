package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.equivalence.derivation.CheckedBody;
import io.github.mewe.equivalence.validation.NameMapping;
import io.github.mewe.equivalence.validation.UnprovableException;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.Classification;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The variants in a written binary, lifted again and compared with the ends of their derivations. */
public final class WrittenBodies implements AutoCloseable {
    private final BinaryenModule binary;
    private final NameMapping names;
    private final List<String> functionNames;
    private final DerivationChecker checker;

    /**
     * Reads the variants of a binary.
     *
     * @param input the module that the binary was made from, which must stay open
     * @param binary the binary, which {@link #close} closes
     * @param manifest the manifest of the binary
     * @throws IllegalArgumentException if the modules and the manifest do not match
     */
    public WrittenBodies(BinaryenModule input, BinaryenModule binary, Manifest manifest, DerivationChecker checker) {
        this.binary = binary;
        this.names = new NameMapping(input, this.binary, manifest);
        this.functionNames =
                this.binary.functions().stream().map(FunctionInfo::name).toList();
        this.checker = checker;
    }

    /**
     * Classifies a variant whose derivation is proved, by its body in the binary.
     *
     * @param place the variant's place in the binary
     * @param variant the end of its derivation
     */
    public Classification classify(Manifest.Variant place, Variant variant) {
        if (place.helpers().size() != variant.helpers().size()) {
            return Classification.toBeExecuted("the written variant has another number of helpers");
        }
        try {
            return checker.classify(variant, lifted(place, variant));
        } catch (UnprovableException e) {
            return Classification.toBeExecuted("the written body is not comparable: " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            return Classification.toBeExecuted("the written body could not be lifted: " + e);
        }
    }

    private CheckedBody lifted(Manifest.Variant place, Variant variant) throws UnprovableException {
        Map<String, String> helperNames = new HashMap<>();
        for (int i = 0; i < place.helpers().size(); i++) {
            helperNames.put(
                    functionNames.get(place.helpers().get(i)),
                    variant.helpers().get(i).name());
        }
        var helpers = new ArrayList<FunctionBody>();
        for (int helper : place.helpers()) {
            helpers.add(names.inInput(binary.lift(functionNames.get(helper)), helperNames));
        }
        FunctionBody body = names.inInput(binary.lift(functionNames.get(place.index())), helperNames);
        return new CheckedBody(body, helpers);
    }

    @Override
    public void close() {
        binary.close();
    }
}

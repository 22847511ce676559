package io.github.mewe.maven;

import io.github.mewe.engine.WeightChoice;
import io.github.mewe.link.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.maven.plugin.MojoFailureException;

/** An element of {@code <weights>}. */
public final class Weight {
    private static final String ELEMENT = "<weights><weight>";

    private String functions;
    private Double original;
    private String variants;

    WeightChoice.Rule resolve(boolean includeOriginal) throws MojoFailureException {
        if (functions == null || functions.isBlank()) {
            throw new MojoFailureException(ELEMENT + " has no <functions>; give it a glob on function names");
        }
        if (original != null && !(original >= 0 && original < 1)) {
            throw new MojoFailureException(ELEMENT + "<original> is " + original
                    + "; it must be the original's share in the choices, from 0 to less than 1");
        }
        if (original != null && original > 0 && !includeOriginal) {
            throw new MojoFailureException(ELEMENT + "<original> is " + original
                    + ", but <includeOriginal> (mewe.includeOriginal) is false; leave one of them out");
        }
        OptionalDouble share = original == null ? OptionalDouble.empty() : OptionalDouble.of(original);
        return new WeightChoice.Rule(functions, new Weights(share, variants()));
    }

    private List<Double> variants() throws MojoFailureException {
        var weights = new ArrayList<Double>();
        if (variants == null || variants.isBlank()) {
            return weights;
        }
        for (String text : variants.split(",", -1)) {
            double weight;
            try {
                weight = Double.parseDouble(text.strip());
            } catch (NumberFormatException e) {
                weight = Double.NaN;
            }
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new MojoFailureException(ELEMENT + "<variants> is '" + variants
                        + "'; it must be numbers above 0 with commas between them, as in 3,2,1");
            }
            weights.add(weight);
        }
        return weights;
    }
}

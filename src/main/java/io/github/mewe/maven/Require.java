package io.github.mewe.maven;

import io.github.mewe.engine.measurement.MeasurementRequirements;
import io.github.mewe.engine.measurement.MeasurementRequirements.Limit;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.maven.plugin.MojoFailureException;

/** The element {@code <require>}. Takes the value of a missing element from a property. */
public final class Require {
    private static final String PROPERTIES = "mewe.measure.require.";

    private String entropy;
    private String ceilingShare;
    private String uniqueRatio;
    private String diversified;
    private String distinct;
    private String machineCode;
    private String distance;
    private String maxSameOffset;
    private String maxCommonSequences;
    private String maxSizeRatio;
    private String maxOverheadRatio;

    /**
     * Resolves the requirements.
     *
     * @param properties looks up a property; returns null if it is not set
     */
    MeasurementRequirements resolve(UnaryOperator<String> properties) throws MojoFailureException {
        Map<Limit, Double> limits = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            String text = of(limit) == null ? properties.apply(PROPERTIES + limit.element()) : of(limit);
            if (text != null) {
                limits.put(limit, number(limit, text));
            }
        }
        return new MeasurementRequirements(limits);
    }

    private String of(Limit limit) {
        return switch (limit) {
            case ENTROPY -> entropy;
            case CEILING_SHARE -> ceilingShare;
            case UNIQUE_RATIO -> uniqueRatio;
            case DIVERSIFIED -> diversified;
            case DISTINCT -> distinct;
            case MACHINE_CODE -> machineCode;
            case DISTANCE -> distance;
            case MAX_SAME_OFFSET -> maxSameOffset;
            case MAX_COMMON_SEQUENCES -> maxCommonSequences;
            case MAX_SIZE_RATIO -> maxSizeRatio;
            case MAX_OVERHEAD_RATIO -> maxOverheadRatio;
        };
    }

    private static double number(Limit limit, String text) throws MojoFailureException {
        double most = limit == Limit.MAX_SIZE_RATIO || limit == Limit.MAX_OVERHEAD_RATIO ? 1e6 : 1;
        try {
            double value = Double.parseDouble(text.strip());
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, as for a number out of range.
        }
        throw new MojoFailureException("<require><" + limit.element() + "> (" + PROPERTIES + limit.element() + ") is '"
                + text + "'; it must be a number from 0 to " + (most == 1 ? "1" : "1000000"));
    }
}

package io.github.mewe.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A profile, found again in a module that may have changed since.
 *
 * @param workload what the functions of the module did; one that the profile does not know was never called. Empty if
 *     it knows none of them
 * @param mismatch what does not agree, if anything
 */
public record ProfileMatch(Optional<Workload> workload, Optional<String> mismatch) {
    private static final String AGAIN = "Record it again with the goal mewe:profile";

    /**
     * Finds the functions. In the module that the profile was recorded on, and in one with the same functions under the
     * same names, they are found by their places; in another one by their names, or, where the name section gives none,
     * by their places as long as there are as many functions as there were.
     *
     * @param profile the profile
     * @param module the module's functions
     */
    public static ProfileMatch of(RecordedProfile profile, FunctionList module) {
        boolean sameNumber = profile.defined() == module.names().size();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < module.names().size(); i++) {
            int place = i;
            module.names().get(i).ifPresent(name -> places.put(name, place));
        }
        boolean same = sameNumber && profile.sha256().equals(module.sha256());
        boolean agree = sameNumber && agrees(profile, module);
        var loads = new ArrayList<>(Collections.nCopies(module.names().size(), FunctionLoad.NONE));
        int found = 0;
        double cost = 0;
        for (RecordedProfile.Function function : profile.functions()) {
            int recorded = function.index() - profile.imports();
            Integer place;
            if (same || agree) {
                place = recorded;
            } else if (function.name() != null) {
                place = places.get(function.name());
            } else {
                place = sameNumber && module.names().get(recorded).isEmpty() ? recorded : null;
            }
            if (place != null) {
                loads.set(place, function.load());
                found++;
                cost += function.cost();
            }
        }
        if (found == 0) {
            return new ProfileMatch(
                    Optional.empty(),
                    Optional.of("the profile was recorded on another module (" + profile.module()
                            + "), none of whose functions is here; costs are guessed from the code instead. "
                            + AGAIN));
        }
        boolean sure = same || agree && profile.functions().stream().anyMatch(f -> f.name() != null);
        return new ProfileMatch(
                Optional.of(new Workload(loads, true)),
                sure ? Optional.empty() : Optional.of(changed(profile, agree, found, cost)));
    }

    /** Whether every function that was called has the name that it had, or none as before. */
    private static boolean agrees(RecordedProfile profile, FunctionList module) {
        return profile.functions().stream()
                .allMatch(function -> module.names()
                        .get(function.index() - profile.imports())
                        .equals(Optional.ofNullable(function.name())));
    }

    private static String changed(RecordedProfile profile, boolean agree, int found, double cost) {
        if (agree) {
            return "the module has changed since the profile was recorded, and has no names: functions are taken for"
                    + " those that had their places. " + AGAIN;
        }
        return String.format(
                Locale.ROOT,
                "the module has changed since the profile was recorded: %d of the %d functions that were called are"
                        + " found again, with %.0f %% of the running time. %s",
                found,
                profile.functions().size(),
                100 * cost / Math.max(profile.cost(), Double.MIN_NORMAL),
                AGAIN);
    }
}

package io.github.mewe.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The match of a profile with a module that may have changed since the recording.
 *
 * @param workload the recorded workload; functions missing from the profile were never called. Empty if no function
 *     matches
 * @param mismatch a description of the mismatch, if any
 */
public record ProfileMatch(Optional<Workload> workload, Optional<String> mismatch) {
    private static final String AGAIN = "Record it again with the goal mewe:profile";

    /**
     * Matches the functions: by position if the module is the recorded one or has the same functions under the same
     * names; else by name; unnamed functions by position if the number of functions is unchanged.
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
                            + "), which shares no function with this one; costs are estimated instead. "
                            + AGAIN));
        }
        boolean sure = same || agree && profile.functions().stream().anyMatch(f -> f.name() != null);
        return new ProfileMatch(
                Optional.of(new Workload(loads, true)),
                sure ? Optional.empty() : Optional.of(changed(profile, agree, found, cost)));
    }

    /** Returns true if every called function has the same name as before, or still none. */
    private static boolean agrees(RecordedProfile profile, FunctionList module) {
        return profile.functions().stream()
                .allMatch(function -> module.names()
                        .get(function.index() - profile.imports())
                        .equals(Optional.ofNullable(function.name())));
    }

    private static String changed(RecordedProfile profile, boolean agree, int found, double cost) {
        if (agree) {
            return "the module has changed since the profile was recorded and has no names, so functions are matched by"
                    + " position. " + AGAIN;
        }
        return String.format(
                Locale.ROOT,
                "the module has changed since the profile was recorded: %d of the %d called functions still exist, with"
                        + " %.0f %% of the run time. %s",
                found,
                profile.functions().size(),
                100 * cost / Math.max(profile.cost(), Double.MIN_NORMAL),
                AGAIN);
    }
}

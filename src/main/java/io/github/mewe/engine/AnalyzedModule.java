package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.link.CallPaths;
import io.github.mewe.profile.ProfileMatch;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.profile.Workload;
import java.util.List;
import java.util.Optional;

/**
 * An input module with its workload.
 *
 * @param binaryen the open module
 * @param source the module as the generator sees it
 * @param workload the calls and costs of its functions
 * @param profileMismatch a warning if the profile does not match the module
 * @param pathBits the logarithm to base 2 of the number of paths through the module's static call graph
 */
record AnalyzedModule(
        BinaryenModule binaryen,
        ModuleSource source,
        Workload workload,
        Optional<String> profileMismatch,
        double pathBits) {

    /**
     * Analyses a module.
     *
     * @param input the module
     * @param binaryen the same module, open
     * @param profile a recorded profile; empty to estimate calls and costs from the code
     */
    static AnalyzedModule of(InputModule input, BinaryenModule binaryen, Optional<RecordedProfile> profile) {
        var source = new ModuleSource(binaryen, input.layout().bodySizes());
        Optional<ProfileMatch> match = profile.map(
                recorded -> ProfileMatch.of(recorded, ProfiledFunctions.of(input.name(), input.bytes(), binaryen)));
        Workload ownCode = match.flatMap(ProfileMatch::workload).orElseGet(() -> WorkloadEstimate.of(source, binaryen));
        return new AnalyzedModule(
                binaryen,
                source,
                SyscallCosts.addedTo(ownCode, source, binaryen),
                match.flatMap(ProfileMatch::mismatch),
                CallPaths.bits(binaryen, List.of()));
    }
}

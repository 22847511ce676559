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
 * @param heap the guards of its heap blocks
 * @param pathBits the logarithm to base 2 of the number of paths through the module's static call graph
 */
record AnalyzedModule(
        BinaryenModule binaryen,
        ModuleSource source,
        Workload workload,
        Optional<String> profileMismatch,
        HeapHardening heap,
        double pathBits) {

    /**
     * Analyses a module.
     *
     * @param job the module and the request
     * @param binaryen the same module, open
     * @param threads the number of threads; the analysis does not depend on it
     */
    static AnalyzedModule of(DiversificationJob job, BinaryenModule binaryen, int threads) {
        InputModule input = job.input();
        Optional<RecordedProfile> profile = job.request().linking().profile();
        HeapHardening heap = HeapHardening.of(job, binaryen);
        var source = new ModuleSource(
                binaryen,
                input.bytes(),
                new FunctionMarks(heap.unchanged(), job.request().generation().constantTime()));
        Optional<ProfileMatch> match = profile.map(
                recorded -> ProfileMatch.of(recorded, ProfiledFunctions.of(input.name(), input.bytes(), binaryen)));
        Workload ownCode =
                match.flatMap(ProfileMatch::workload).orElseGet(() -> WorkloadEstimate.of(source, binaryen, threads));
        return new AnalyzedModule(
                binaryen,
                source,
                SyscallCosts.addedTo(ownCode, source, binaryen),
                match.flatMap(ProfileMatch::mismatch),
                heap,
                CallPaths.bits(binaryen, List.of()));
    }
}

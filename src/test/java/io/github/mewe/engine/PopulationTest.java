package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.JsonSchema;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.measure.BodyFingerprints;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests populations: binaries of one module that share no variants where possible. */
class PopulationTest {
    private static final int SIZE = 3;

    @TempDir
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    private final byte[] sample = Modules.sample();

    @Test
    void binariesShareNoVariants() {
        List<DiversificationResult> population = population(request(2, 100), 2);
        List<BodyFingerprints> forms = population.stream()
                .map(made -> BodyFingerprints.written(
                        made.binary(),
                        made.manifest().functions().stream()
                                .filter(function -> !function.variants().isEmpty())
                                .toList()))
                .toList();
        int compared = 0;
        int disjoint = 0;
        for (Manifest.Function function : population.get(0).manifest().functions()) {
            var bodies = new ArrayList<String>();
            for (int member = 0; member < SIZE; member++) {
                Manifest.Function there = function(population.get(member), function.index());
                for (Manifest.Variant variant : there.variants()) {
                    var body =
                            new StringBuilder(forms.get(member).fingerprints().get(variant.index()));
                    for (int helper : variant.helpers()) {
                        body.append(forms.get(member).fingerprints().get(helper));
                    }
                    bodies.add(body.toString());
                }
            }
            if (bodies.size() >= SIZE * 2) {
                assertEquals(bodies.size(), new HashSet<>(bodies).size(), function.name());
                disjoint++;
            }
            compared += bodies.size();
        }
        assertTrue(disjoint >= 6, disjoint + " functions have as many variants as can be");
        assertTrue(compared > 40, compared + " variants");
    }

    @Test
    void eachBinaryBehavesLikeTheOriginalWithinTheBudget() {
        List<String> before = Running.of(sample).observeSample();
        List<DiversificationResult> population = population(request(3, 12), 2);
        for (DiversificationResult made : population) {
            assertEquals(before, Running.of(made.binary()).observeSample());
            Manifest manifest = made.manifest();
            assertTrue(manifest.output().codeBytes() <= 12 * manifest.input().codeBytes(), manifest.output()::toString);
            assertTrue(manifest.functions().stream().allMatch(f -> f.variants().size() <= 3));
            assertTrue(manifest.totals().variants() > 5, manifest.totals()::toString);
        }
        assertEquals(
                SIZE,
                population.stream()
                        .map(made -> Arrays.hashCode(made.binary()))
                        .distinct()
                        .count());
    }

    @Test
    void theOutputDependsOnlyOnInputAndRequest() {
        List<DiversificationResult> one = population(request(2, 100), 1);
        List<DiversificationResult> other = population(request(2, 100), 3);
        for (int member = 0; member < SIZE; member++) {
            assertArrayEquals(one.get(member).binary(), other.get(member).binary());
            assertEquals(one.get(member).manifest(), other.get(member).manifest());
        }
    }

    @Test
    void theManifestsNumberTheBinaries() {
        List<Manifest> manifests = population(request(2, 100), 2).stream()
                .map(DiversificationResult::manifest)
                .toList();
        var seeds = new HashSet<String>();
        var fingerprints = new HashSet<String>();
        for (int member = 0; member < SIZE; member++) {
            Manifest manifest = manifests.get(member);
            assertEquals("3", manifest.parameters().get("population"));
            assertEquals("seed", manifest.seed());
            Manifest.Population population = manifest.population();
            assertEquals(SIZE, population.size());
            assertEquals(member + 1, population.member());
            seeds.add(population.seed());
            fingerprints.add(manifest.fingerprint());
            assertEquals(
                    manifest.totals().diversified(), population.disjointFunctions() + population.sharedFunctions());
            int own = member + 1;
            assertEquals(
                    IntStream.rangeClosed(1, SIZE).filter(i -> i != own).boxed().toList(),
                    population.distances().stream()
                            .map(Manifest.Distance::member)
                            .toList());
            for (Manifest.Distance distance : population.distances()) {
                assertTrue(distance.variants() > 0.2 && distance.variants() < 1, distance::toString);
                assertTrue(distance.disjoint() > 0.9, distance::toString);
                assertTrue(distance.sameOffset() < 0.9, distance::toString);
                Manifest.Distance back = manifests.get(distance.member() - 1).population().distances().stream()
                        .filter(other -> other.member() == own)
                        .findFirst()
                        .orElseThrow();
                assertEquals(back.variants(), distance.variants());
                assertEquals(back.disjoint(), distance.disjoint());
            }
        }
        assertEquals(SIZE, seeds.size());
        assertEquals(SIZE, fingerprints.size());
    }

    @Test
    void binariesShareOriginalsUnlessOmitted() {
        for (Manifest manifest : manifests(request(2, 100))) {
            assertEquals(manifest.totals().diversified(), manifest.population().sharedOriginals());
        }
        for (Manifest manifest : manifests(request(2, 100).with(new WeightChoice(false, List.of())))) {
            assertEquals(0, manifest.population().sharedOriginals());
        }
    }

    /** With one strategy, a small function has fewer variants than there are binaries. */
    @Test
    void sharesVariantsIfThereAreTooFew() {
        byte[] module = Modules.of(
                "(module (func (export \"next\") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))");
        DiversificationRequest request = new DiversificationRequest(
                        new VariantBudget(4, 200, 1000, Optional.empty()),
                        Optional.of("seed"),
                        NameFilter.all(),
                        List.of("rewrite"),
                        RandomnessSource.FIXED)
                .withPopulation(60);
        List<DiversificationResult> population = new Diversifier(1, directory)
                .population("in.wasm", module, Optional.empty(), names(60), request, Progress.SILENT);
        var variants = new HashSet<List<Manifest.Step>>();
        int shared = 0;
        for (DiversificationResult made : population) {
            assertEquals(1, made.manifest().totals().variants(), "each has one");
            variants.add(function(made, 0).variants().get(0).chain());
            Manifest.Population said = made.manifest().population();
            assertEquals(1, said.sharedFunctions() + said.disjointFunctions());
            shared += said.sharedFunctions();
        }
        assertTrue(variants.size() > 1 && variants.size() < 60, variants.size() + " variants");
        assertTrue(shared > 0, "some are shared");
        assertTrue(
                population.get(0).manifest().population().distances().stream()
                        .anyMatch(distance -> distance.disjoint() == 0 && distance.variants() == 0),
                "another binary has the same variant");
    }

    @Test
    void aPopulationOfOneEqualsASingleBinary() {
        DiversificationRequest request = request(2, 100);
        DiversificationResult alone = new Diversifier(2, directory)
                .diversify("in.wasm", sample, "out.wasm", request.withPopulation(1), Progress.SILENT);
        assertNull(alone.manifest().population());
        assertNull(alone.manifest().parameters().get("population"));
        assertFalse(new ManifestFile().format(alone.manifest()).contains("\"population\""));
    }

    @Test
    void derivedSeedsDifferByTheSizeOfThePopulation() {
        DiversificationRequest derived = new DiversificationRequest(
                new VariantBudget(2, 20, 1.3, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                RandomnessSource.AUTO);
        assertNotEquals(
                derived.withPopulation(2).seedFor(sample),
                derived.withPopulation(3).seedFor(sample));
        assertEquals(derived.seedFor(sample), derived.withPopulation(1).seedFor(sample));
    }

    @Test
    void makesAllBinariesUnlessAllAreUpToDate() throws IOException {
        Path input = Files.write(directory.resolve("app.wasm"), sample);
        List<OutputFiles> outputs = names(SIZE).stream()
                .map(name -> OutputFiles.in(directory.resolve("out"), "app.wasm", name))
                .toList();
        var diversifier = new FileDiversifier(new Diversifier(2, directory));
        assertFalse(upToDate(diversifier, input, outputs));
        var made = new ArrayList<byte[]>();
        for (OutputFiles output : outputs) {
            made.add(Files.readAllBytes(output.binary()));
            assertEquals(
                    List.of(), JsonSchema.of("manifest.schema.json").violations(Files.readString(output.manifest())));
        }
        assertTrue(upToDate(diversifier, input, outputs));
        Files.delete(outputs.get(1).binary());
        assertFalse(upToDate(diversifier, input, outputs));
        for (int member = 0; member < SIZE; member++) {
            assertArrayEquals(
                    made.get(member), Files.readAllBytes(outputs.get(member).binary()));
        }
        // The files of one binary are not up to date for another.
        Files.copy(outputs.get(0).manifest(), outputs.get(2).manifest(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(outputs.get(0).binary(), outputs.get(2).binary(), StandardCopyOption.REPLACE_EXISTING);
        assertFalse(upToDate(diversifier, input, outputs));
        assertTrue(upToDate(diversifier, input, outputs));
    }

    private boolean upToDate(FileDiversifier diversifier, Path input, List<OutputFiles> outputs) throws IOException {
        List<FileDiversifier.Outcome> outcomes =
                diversifier.population(input, outputs, request(2, 20), Progress.SILENT);
        assertEquals(SIZE, outcomes.size());
        assertEquals(
                1,
                outcomes.stream()
                        .map(FileDiversifier.Outcome::upToDate)
                        .distinct()
                        .count());
        return outcomes.get(0).upToDate();
    }

    private List<Manifest> manifests(DiversificationRequest request) {
        return population(request, 2).stream()
                .map(DiversificationResult::manifest)
                .toList();
    }

    private static Manifest.Function function(DiversificationResult made, int index) {
        return made.manifest().functions().stream()
                .filter(function -> function.index() == index)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(int size) {
        return IntStream.rangeClosed(1, size)
                .mapToObj(member -> "diversified-" + member)
                .toList();
    }

    private List<DiversificationResult> population(DiversificationRequest request, int threads) {
        return new Diversifier(threads, directory)
                .population("in.wasm", sample, Optional.empty(), names(SIZE), request, Progress.SILENT);
    }

    /** Choices at each call, because bound calls refer to one of the callee's bodies. */
    private static DiversificationRequest request(int variants, double growth) {
        return new DiversificationRequest(
                        new VariantBudget(variants, growth, 1.3, Optional.empty()),
                        Optional.of("seed"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.FIXED)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()))
                .withPopulation(SIZE);
    }
}

package io.github.mewe.report.html;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.SampleDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Report content about a made-up binary with any number of functions. */
final class ReportFixture {
    private final SampleDocuments documents;
    private final Random random;
    private final int functions;

    ReportFixture(int functions, long seed) {
        this.documents = new SampleDocuments(functions, seed);
        this.functions = functions;
        this.random = new Random(seed);
    }

    /** Content for every part of the report. */
    ReportContent everything() {
        Manifest manifest = documents.manifest();
        return new ReportContent(
                manifest,
                Optional.of(calls()),
                Optional.of(documents.verification(manifest)),
                Optional.of(documents.measurement(manifest)),
                texts(manifest),
                500_000,
                List.of());
    }

    /** Content from a manifest alone. */
    ReportContent manifestAlone() {
        return new ReportContent(
                documents.manifest(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(), 0, List.of());
    }

    private CallGraph calls() {
        return new CallGraph(IntStream.range(0, functions)
                .mapToObj(i -> new CallGraph.Node(
                        random.ints(3, 0, functions)
                                .filter(callee -> callee != i)
                                .distinct()
                                .boxed()
                                .toList(),
                        i % 50 == 0,
                        i % 70 == 0))
                .toList());
    }

    private static List<BodyTexts> texts(Manifest manifest) {
        return IntStream.range(0, Math.min(300, manifest.functions().size()))
                .filter(i -> !manifest.functions().get(i).variants().isEmpty())
                .mapToObj(i -> new BodyTexts(
                        i,
                        IntStream.rangeClosed(
                                        0,
                                        manifest.functions().get(i).variants().size())
                                .mapToObj(v -> new BodyTexts.Body(
                                        "f$v" + v, "local.get $0\ni32.const " + v + "\ni32.add\n</script>"))
                                .toList()))
                .toList();
    }

    /**
     * Writes a report on a made-up binary: {@code FUNCTIONS FILE}.
     *
     * @param arguments the number of functions and the file
     */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(
                Path.of(arguments[1]),
                new ReportWriter().write(new ReportFixture(Integer.parseInt(arguments[0]), 1).everything()));
    }
}

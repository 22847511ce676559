package io.github.mewe.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.mewe.common.Sha256;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.SampleDocuments;
import io.github.mewe.report.Verification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

/** Checks the content of the page and that no input can inject markup. */
class ReportWriterTest {
    private static final Pattern POLICY = Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"");

    private final ReportWriter writer = new ReportWriter();

    @Test
    void namesNeverBecomeMarkup() {
        String document = writer.write(new ReportFixture(30, 1).everything());
        assertEquals(2, count(document, "<script>"), "the library and the page's own script");
        assertEquals(4, count(document, "</script>"));
        assertFalse(document.contains("<img"));
        assertTrue(document.contains("&lt;/script&gt;&lt;script&gt;window.injected=1"), "a divergence names it");
        assertFalse(document.contains("app <b>"));
        assertTrue(document.contains("app &lt;b&gt;"));
    }

    @Test
    void oneOfAPopulationIsComparedWithTheOthers() {
        ReportContent alone = new ReportFixture(5, 1).manifestAlone();
        assertFalse(writer.write(alone).contains("of a population of"));
        var population = new Manifest.Population(
                3,
                2,
                "seed",
                1,
                1200,
                5,
                List.of(new Manifest.Distance(1, 0.4567, 0.991, 0.052), new Manifest.Distance(3, 0.4, 1, 0)));
        String document = writer.write(of(alone, alone.manifest().with(population)));
        for (String text : List.of(
                "This is binary 2 of a population of 3",
                "1 function shares no variant with another binary",
                "1,200 functions share some, because there are fewer variants than binaries",
                "Another binary also contains the original body of 5 functions.",
                "<th scope=\"row\">1 of 3</th><td>0.457</td><td>99.1 %</td><td>5.2 %</td>",
                "<th scope=\"row\">3 of 3</th><td>0.400</td><td>100 %</td><td>0 %</td>")) {
            assertTrue(document.contains(text), text);
        }
        var unmeasured = new Manifest.Population(3, 2, "seed", 5, 0, 0, null);
        String other = writer.write(of(alone, alone.manifest().with(unmeasured)));
        assertTrue(other.contains("No original body is shared."));
    }

    private static ReportContent of(ReportContent content, Manifest manifest) {
        return new ReportContent(
                manifest,
                content.calls(),
                content.verification(),
                content.measurement(),
                content.texts(),
                content.textBytes(),
                content.notes());
    }

    @Test
    void placesInNamesAreNotFilled() {
        assertTrue(writer.write(new ReportFixture(30, 1).everything()).contains("&amp;{{data}}"));
    }

    @Test
    void thePolicyAllowsWhatIsThereAndNothingElse() throws Exception {
        String document = writer.write(new ReportFixture(5, 1).manifestAlone());
        String policy = first(POLICY, document);
        assertTrue(policy.startsWith("default-src 'none'; "), policy);
        assertFalse(policy.contains("unsafe"), policy);
        for (String element : List.of("script", "style")) {
            Matcher found = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                    .matcher(document);
            int number = 0;
            while (found.find()) {
                number++;
                byte[] hash = Sha256.of(found.group(1));
                assertTrue(policy.contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'"), element);
            }
            assertTrue(number > 0, element);
        }
    }

    @Test
    void nothingIsLoaded() {
        String document = writer.write(new ReportFixture(5, 1).everything());
        String markup = document.replaceAll("(?s)<(script|style)[ >].*?</\\1>", "");
        assertFalse(Pattern.compile("<[a-z][^>]*\\s(src|srcset|action|data|poster|style)=", Pattern.CASE_INSENSITIVE)
                .matcher(markup)
                .find());
        assertFalse(Pattern.compile("href=\"(?!#)").matcher(markup).find());
        assertFalse(document.contains("@import"));
    }

    @Test
    void missingPartsNameTheirGoals() {
        String document = writer.write(new ReportFixture(5, 1).manifestAlone());
        assertTrue(document.contains("The goal mewe:verify runs every variant"));
        assertTrue(document.contains("Not measured yet. The goal mewe:measure shows how runs differ"));
        assertTrue(document.contains("Not measured yet. The goal mewe:measure shows how long calls take"));
        assertTrue(document.contains("Not measured yet. The goal mewe:measure shows the trade-off"));
        assertTrue(document.contains("The binary app-diversified.wasm is not beside its manifest"));
    }

    @Test
    void whatIsThereIsNotCalledMissing() {
        String document = writer.write(new ReportFixture(5, 1).everything());
        assertFalse(document.contains("class=\"missing\""));
        assertTrue(document.contains("not measured: it traps &lt;always&gt;"));
        assertTrue(document.contains("This binary does not always behave like the original."));
        assertTrue(document.contains("x1.07"), "the measured slow-down");
        assertTrue(document.contains("998 of 1,000 runs took a new path"), "runs that differ");
    }

    @Test
    void whatWasNotReachedIsNotHidden() {
        String document = verified(new Verification.Totals(10, 7, 2, 2, 1, 0, 0.355));
        assertTrue(document.contains(
                "9 of 10 variants behaved like their originals, 2 of them proved equivalent for all inputs."
                        + " The inputs reached 35.5 % of the instructions of the unproved variants."));
        assertTrue(document.contains("90 %"));
        assertFalse(document.contains("This binary does not always behave"));
    }

    @Test
    void whatNeededNoExecutionHasNoReach() {
        String document = verified(new Verification.Totals(10, 0, 10, 10, 0, 0, 1));
        assertTrue(document.contains("The derivation of each variant proves that it is equivalent to its original."));
        assertFalse(document.contains("The inputs reached"));
    }

    /** A report of a binary that was verified without a divergence. */
    private String verified(Verification.Totals totals) {
        ReportContent content = new ReportFixture(5, 1).everything();
        Verification found = content.verification().orElseThrow();
        var clean = new Verification(
                found.schemaVersion(),
                found.pluginVersion(),
                found.binary(),
                found.binarySha256(),
                found.seed(),
                found.inputs(),
                totals,
                found.functions(),
                List.of(),
                List.of());
        return writer.write(new ReportContent(
                content.manifest(),
                content.calls(),
                Optional.of(clean),
                content.measurement(),
                content.texts(),
                content.textBytes(),
                content.notes()));
    }

    @Test
    void columnsHaveAnEntryForEachFunction() throws IOException {
        ReportContent content = new ReportFixture(30, 1).everything();
        JsonObject data = data(writer.write(content));
        for (String column : List.of("name", "variants", "callees", "verified", "distance", "share", "granularity")) {
            assertEquals(30, data.getAsJsonArray(column).size(), column);
        }
        assertEquals(SampleDocuments.NASTY, data.getAsJsonArray("name").get(1).getAsString());
        int word = data.getAsJsonArray("reason").get(9).getAsInt();
        assertEquals(
                "it is shorter than a dispatcher",
                data.getAsJsonArray("words").get(word).getAsString());
    }

    @Test
    void textsThatDoNotFitMakeRoomForOthers() throws IOException {
        ReportContent all = new ReportFixture(5, 1).everything();
        var text = new StringBuilder();
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            text.append("i32.const ").append(random.nextInt()).append('\n');
        }
        var texts = new ArrayList<BodyTexts>();
        texts.add(new BodyTexts(0, List.of(new BodyTexts.Body("large", text.toString()))));
        texts.add(new BodyTexts(1, List.of(new BodyTexts.Body("small", "nop"))));
        String document = writer.write(new ReportContent(
                all.manifest(), all.calls(), all.verification(), all.measurement(), texts, 1000, List.of()));
        String kept = first(Pattern.compile("id=\"texts\">\n([^<]*)</script>"), document);
        assertTrue(kept.startsWith("1:"), kept);
        assertEquals(
                "[{\"name\":\"small\",\"text\":\"nop\"}]",
                unpacked(kept.substring(2).strip()));
    }

    private static JsonObject data(String document) throws IOException {
        return JsonParser.parseString(unpacked(first(Pattern.compile("id=\"data\">([^<]*)</script>"), document)))
                .getAsJsonObject();
    }

    private static String unpacked(String packed) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(packed);
        try (var inflated = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return new String(inflated.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertTrue(found.find(), pattern.pattern());
        return found.group(1);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}

package io.github.mewe.report.html;

import com.google.gson.Gson;
import io.github.mewe.common.Resources;
import io.github.mewe.common.Sha256;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a report: one HTML document with everything in it. Its policy lets nothing be loaded, and only those scripts
 * run, and those styles count, that are known by their hashes (Content Security Policy Level 3, section 6.7).
 */
public final class ReportWriter {
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final List<String> SCRIPTS =
            List.of("data", "charts", "treemap", "graph", "table", "difference", "function", "main");
    private static final String SCRIPT_END = "</script";

    private final Gson gson = new Gson();

    /** A writer. */
    public ReportWriter() {}

    /** The document. */
    public String write(ReportContent content) {
        Map<String, String> parts = new Sections(content).all();
        parts.put("css", resource("report.css"));
        parts.put("d3", script(resource("lib/d3.min.js")));
        parts.put("d3-licence", Html.escape(resource("lib/LICENSE")));
        parts.put(
                "script",
                script(SCRIPTS.stream().map(name -> resource(name + ".js")).collect(Collectors.joining("\n"))));
        parts.put("data", CompressedText.pack(ReportData.of(content)));
        parts.put("texts", texts(content));
        // The policy is about the document as it is, so that it comes last.
        parts.put("policy", "{{policy}}");
        String document = new Template(resource("report.html")).fill(parts);
        return document.replaceFirst("\\{\\{policy}}", Matcher.quoteReplacement(policy(document)));
    }

    private static String script(String text) {
        if (text.contains(SCRIPT_END)) {
            throw new IllegalStateException("a script of the report has its own end in it");
        }
        return text;
    }

    private static String policy(String document) {
        return "default-src 'none'; script-src " + hashes(SCRIPT, document) + "; style-src " + hashes(STYLE, document)
                + "; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String hashes(Pattern element, String document) {
        return element.matcher(document)
                .results()
                .map(found -> "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(found.group(1))) + "'")
                .collect(Collectors.joining(" "));
    }

    /** The bodies that fit, a line a function: its place, a colon, and its bodies packed. */
    private String texts(ReportContent content) {
        var lines = new StringBuilder();
        for (BodyTexts texts : content.texts()) {
            String packed = CompressedText.pack(gson.toJson(texts.bodies()));
            // One that does not fit makes room for smaller ones behind it.
            if (lines.length() + packed.length() <= content.textBytes()) {
                lines.append(texts.function()).append(':').append(packed).append('\n');
            }
        }
        return lines.toString();
    }

    private static String resource(String name) {
        return Resources.text(ReportWriter.class, name);
    }
}

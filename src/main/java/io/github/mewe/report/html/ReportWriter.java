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
 * Writes the report as one self-contained HTML document. Its content security policy forbids loading anything and
 * allows only the embedded scripts and styles, identified by their hashes (Content Security Policy Level 3, section
 * 6.7).
 */
public final class ReportWriter {
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final List<String> SCRIPTS =
            List.of("data", "charts", "treemap", "graph", "table", "difference", "function", "main");
    private static final String SCRIPT_END = "</script";

    private final Gson gson = new Gson();

    /** Returns the HTML document. */
    public String write(ReportContent content) {
        Map<String, String> parts = Sections.of(content);
        parts.put("css", resource("report.css"));
        parts.put("d3", script(resource("lib/d3.min.js")));
        parts.put("d3-licence", Html.escape(resource("lib/LICENSE")));
        parts.put(
                "script",
                script(SCRIPTS.stream().map(name -> resource(name + ".js")).collect(Collectors.joining("\n"))));
        parts.put("data", CompressedText.encode(ReportData.of(content)));
        parts.put("texts", texts(content));
        // The policy holds hashes of the filled document, so it comes last.
        parts.put("policy", "{{policy}}");
        String document = Template.fill(resource("report.html"), parts);
        return document.replaceFirst("\\{\\{policy}}", Matcher.quoteReplacement(policy(document)));
    }

    private static String script(String text) {
        if (text.contains(SCRIPT_END)) {
            throw new IllegalStateException("a script of the report contains " + SCRIPT_END);
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

    /** The bodies that fit, one line per function: its position, a colon and its encoded bodies. */
    private String texts(ReportContent content) {
        var lines = new StringBuilder();
        for (BodyTexts texts : content.texts()) {
            String packed = CompressedText.encode(gson.toJson(texts.bodies()));
            // Skip a function that does not fit; a smaller one may.
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

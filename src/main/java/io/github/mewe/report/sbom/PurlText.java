package io.github.mewe.report.sbom;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A part of a package URL: all but letters, digits and {@code . - _ ~} is percent-encoded. */
final class PurlText {
    private PurlText() {}

    static String of(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~")
                // The specification leaves colons as they are.
                .replace("%3A", ":");
    }
}

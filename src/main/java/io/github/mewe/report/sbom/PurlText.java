package io.github.mewe.report.sbom;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encodes a part of a package URL, except letters, digits and {@code . - _ ~}. */
final class PurlText {
    private PurlText() {}

    static String of(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~")
                // The specification does not encode colons.
                .replace("%3A", ":");
    }
}

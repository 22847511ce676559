package io.github.mewe.report.html;

import java.util.List;

/** Builds HTML fragments. All texts are escaped; only parameters named {@code html} are markup. */
final class Html {
    private Html() {}

    /** Escapes a text for use between tags and in quoted attributes. */
    static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }

    /** A note with a CSS class and a bold title. */
    static String note(String kind, String title, String text) {
        return "<p class=\"note " + kind + "\"><strong>" + escape(title) + "</strong> " + escape(text) + "</p>";
    }

    /** A paragraph with a CSS class, which may be empty. */
    static String paragraph(String kind, String text) {
        return (kind.isEmpty() ? "<p>" : "<p class=\"" + kind + "\">") + escape(text) + "</p>";
    }

    /** A container for a chart, with a caption. */
    static String figure(String id, String caption) {
        return "<figure><div id=\"" + id + "\" class=\"chart\"></div><figcaption>" + escape(caption)
                + "</figcaption></figure>";
    }

    /** A collapsed element. */
    static String details(String title, String html) {
        return "<details><summary>" + escape(title) + "</summary>" + html + "</details>";
    }

    /** A scrollable table whose first column holds row headings. */
    static String table(List<String> head, List<List<String>> rows) {
        var html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
        head.forEach(
                cell -> html.append("<th scope=\"col\">").append(escape(cell)).append("</th>"));
        html.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(i == 0 ? "<th scope=\"row\">" : "<td>").append(escape(row.get(i)));
                html.append(i == 0 ? "</th>" : "</td>");
            }
            html.append("</tr>");
        }
        return html.append("</tbody></table></div>").toString();
    }
}

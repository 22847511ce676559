package io.github.mewe.maven;

import io.github.mewe.engine.reporting.Reporter;
import io.github.mewe.report.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.maven.doxia.sink.Sink;

/** The page of a Maven site with links to the reports. */
final class ReportPage {
    private static final String INTRODUCTION = "Multivariant binaries are equivalent to their originals, but pick"
            + " among function variants at random. Each report shows the variants, their cost, and the results of"
            + " verification and measurement.";

    private final Sink sink;
    private final Path site;

    /**
     * Creates a page.
     *
     * @param site the directory of the page
     */
    ReportPage(Sink sink, Path site) {
        this.sink = sink;
        this.site = site;
    }

    void open(String title) {
        sink.head();
        sink.title();
        sink.text(title);
        sink.title_();
        sink.head_();
        sink.body();
        sink.section1();
        sink.sectionTitle1();
        sink.text(title);
        sink.sectionTitle1_();
        sink.paragraph();
        sink.text(INTRODUCTION);
        sink.paragraph_();
        sink.table();
        sink.tableRows(
                new int[] {Sink.JUSTIFY_LEFT, Sink.JUSTIFY_RIGHT, Sink.JUSTIFY_RIGHT, Sink.JUSTIFY_RIGHT}, false);
        sink.tableRow();
        for (String head : List.of("Report", "Functions with variants", "Variants", "Predicted run time")) {
            sink.tableHeaderCell();
            sink.text(head);
            sink.tableHeaderCell_();
        }
        sink.tableRow_();
    }

    void add(Reporter.Written report) {
        Manifest manifest = report.manifest();
        sink.tableRow();
        sink.tableCell();
        Path relative = site.toAbsolutePath()
                .normalize()
                .relativize(report.file().toAbsolutePath().normalize());
        sink.link(relative.toString().replace('\\', '/'));
        sink.text(manifest.input().name());
        sink.link_();
        sink.tableCell_();
        cell(manifest.totals().diversified() + " of " + manifest.totals().functions());
        cell(String.valueOf(manifest.totals().variants()));
        cell(String.format(Locale.ROOT, "x%.2f", manifest.prediction().overhead()));
        sink.tableRow_();
    }

    private void cell(String text) {
        sink.tableCell();
        sink.text(text);
        sink.tableCell_();
    }

    void close() {
        sink.tableRows_();
        sink.table_();
        sink.section1_();
        sink.body_();
        sink.flush();
        sink.close();
    }
}

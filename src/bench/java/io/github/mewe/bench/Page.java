package io.github.mewe.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Markdown page under construction: blocks with an empty line between each two. */
public final class Page {
    private final List<String> blocks = new ArrayList<>();

    /** A page with nothing but a title. */
    public Page(String title) {
        blocks.add("# " + title);
    }

    /** Starts a section. */
    public Page section(String title) {
        return add("## " + title);
    }

    /** Adds Markdown: one or more paragraphs, a list, or a table. */
    public Page add(Object markdown) {
        blocks.add(markdown.toString().strip());
        return this;
    }

    /** Adds the text of a file. */
    public Page addFile(Path file) throws IOException {
        return add(Files.readString(file));
    }

    /** Writes the page, and names its file on the standard output. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, this + "\n");
        System.out.println("Wrote " + file);
    }

    @Override
    public String toString() {
        return String.join("\n\n", blocks);
    }
}

package io.github.mewe.common;

import org.apache.commons.io.FilenameUtils;

/** The stem of a module's file name, to which suffixes are appended: {@code app} for {@code app.wasm}. */
public final class FileStem {
    private static final String EXTENSION = "wasm";

    private FileStem() {}

    /** Strips {@code .wasm} off a name or path. A name with any other extension, or none, is its own stem. */
    public static String of(String name) {
        return FilenameUtils.isExtension(name, EXTENSION) ? FilenameUtils.removeExtension(name) : name;
    }
}

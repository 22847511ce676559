package io.github.mewe.common;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The class path of this plugin, for JVMs that it starts. */
public final class ClassPath {
    private ClassPath() {}

    /**
     * The files that the loader of a class reads classes from.
     *
     * @throws IOException if one of them is not a file
     */
    public static List<Path> of(Class<?> type) throws IOException {
        if (!(type.getClassLoader() instanceof URLClassLoader loader)) {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .toList();
        }
        var files = new ArrayList<Path>();
        try {
            for (URL url : loader.getURLs()) {
                files.add(Path.of(url.toURI()));
            }
        } catch (URISyntaxException e) {
            throw new IOException("the plugin's class path has an entry that is not a file: " + e.getInput(), e);
        }
        return files;
    }

    /** The files as the argument of the option {@code -cp}. */
    public static String text(List<Path> files) {
        return String.join(
                File.pathSeparator, files.stream().map(Path::toString).toList());
    }
}

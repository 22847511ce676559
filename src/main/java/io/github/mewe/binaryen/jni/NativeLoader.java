package io.github.mewe.binaryen.jni;

import io.github.mewe.common.UserCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Loads the native library, once per class loader.
 *
 * <p>The JVM refuses to load the same file through two class loaders, and Maven creates several in one JVM. So each
 * class loader loads a separate copy from the first directory that works: the value of the system property
 * {@value #DIRECTORY_PROPERTY}, the temporary directory, the user's cache, and those of the caller. The loader deletes
 * the copy after loading it; on Windows, a later start does. If the system property {@value #LIBRARY_PROPERTY} is set,
 * it loads that file directly instead.
 */
public final class NativeLoader {

    /** Names the directory to try first for the copy of the library. */
    public static final String DIRECTORY_PROPERTY = "mewe.native.directory";

    /** Names a library file to load in place of the one in the jar. */
    public static final String LIBRARY_PROPERTY = "mewe.native.library";

    private static boolean loaded;

    private NativeLoader() {}

    /**
     * Loads the library unless this class loader has it already.
     *
     * @param directories more directories to try, after the usual ones
     * @throws NativeLibraryException when it cannot be loaded; a later call tries again
     */
    public static synchronized void load(Path... directories) {
        if (loaded) {
            return;
        }
        String library = System.getProperty(LIBRARY_PROPERTY, "");
        if (library.isBlank()) {
            loadCopy(candidates(directories));
        } else {
            loadFile(Path.of(library).toAbsolutePath());
        }
        loaded = true;
    }

    private static void loadFile(Path library) {
        try {
            link(library);
        } catch (LinkageError e) {
            throw new NativeLibraryException(
                    "Cannot load " + library + ", the value of the system property " + LIBRARY_PROPERTY + ", on "
                            + NativePlatform.current() + ": " + reason(e)
                            + ". Name a library that was built for this platform and version, or remove the property",
                    e);
        }
    }

    private static void loadCopy(Set<Path> directories) {
        NativePlatform platform = NativePlatform.current();
        BundledLibraries libraries = libraries();
        if (!libraries.platforms().contains(platform.library())) {
            throw new NativeLibraryException(unsupported(platform, libraries));
        }
        List<String> failures = new ArrayList<>();
        for (Path directory : directories) {
            try {
                loadCopy(libraries, platform, new LibraryDirectory(directory));
                return;
            } catch (IOException | LinkageError e) {
                failures.add(directory + ": " + reason(e));
            }
        }
        throw new NativeLibraryException("Cannot load the native library of mewe-maven-plugin on " + platform
                + ". Copying it to these directories and loading it failed:"
                + String.join("", failures.stream().map(f -> "\n  " + f).toList())
                + "\nSet -D" + DIRECTORY_PROPERTY
                + "=DIRECTORY to a writable directory that is not mounted noexec, or -D"
                + LIBRARY_PROPERTY + "=FILE to a library file.");
    }

    private static BundledLibraries libraries() {
        try {
            return BundledLibraries.read();
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "Cannot read the native libraries in the jar of mewe-maven-plugin: " + reason(e)
                            + ". Delete the plugin from the local repository, so that Maven fetches it again",
                    e);
        }
    }

    private static String unsupported(NativePlatform platform, BundledLibraries libraries) {
        return "The native library of mewe-maven-plugin does not support " + platform
                + ". Run Maven with a JDK for one of these platforms: " + String.join(", ", libraries.platforms())
                + ". (An x86-64 JDK also runs on Windows and macOS for ARM.) Or set -D" + LIBRARY_PROPERTY
                + "=FILE to a library built for this platform.";
    }

    private static void loadCopy(BundledLibraries libraries, NativePlatform platform, LibraryDirectory directory)
            throws IOException {
        directory.deleteUnusedCopies();
        Path copy = directory.newCopy(platform.extension());
        try {
            libraries.unpack(platform.library(), new KeptLibraries(UserCache.directory("libraries")), copy);
            link(copy);
        } finally {
            LibraryDirectory.delete(copy);
        }
    }

    @SuppressWarnings("restricted")
    private static void link(Path library) {
        System.load(library.toString());
    }

    private static Set<Path> candidates(Path... directories) {
        Set<Path> candidates = new LinkedHashSet<>();
        add(candidates, System.getProperty(DIRECTORY_PROPERTY));
        add(candidates, System.getProperty("java.io.tmpdir"));
        UserCache.directory().ifPresent(candidates::add);
        for (Path directory : directories) {
            candidates.add(directory.toAbsolutePath());
        }
        return candidates;
    }

    private static void add(Set<Path> candidates, String directory) {
        if (directory != null && !directory.isBlank()) {
            candidates.add(Path.of(directory).toAbsolutePath());
        }
    }

    private static String reason(Throwable e) {
        String kind = e.getClass().getSimpleName();
        if (e.getMessage() == null) {
            return kind;
        }
        // The JVM and the dynamic linker each prepend the name of the file.
        return e instanceof LinkageError
                ? e.getMessage().replaceFirst("^(/\\S.*?\\.so: )\\1", "$1")
                : kind + " " + e.getMessage();
    }
}

package io.github.mewe.binaryen.jni;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Loads the native library, once per class loader.
 *
 * <p>The JVM refuses to load the same file through two class loaders, and Maven creates several in one JVM. So each
 * class loader loads a separate copy from the first directory that works: the value of the system property
 * {@value #DIRECTORY_PROPERTY}, the temporary directory, the user's cache, and those of the caller. The loader deletes
 * the copy after loading it. If the system property {@value #LIBRARY_PROPERTY} is set, it loads that file directly
 * instead.
 */
public final class NativeLoader {

    /** Names the directory to try first for the copy of the library. */
    public static final String DIRECTORY_PROPERTY = "mewe.native.directory";

    /** Names a library file to load in place of the one in the jar. */
    public static final String LIBRARY_PROPERTY = "mewe.native.library";

    private static final String LIBRARY = "libmewe-binaryen.so";

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
                            + Platform.current() + ": " + reason(e),
                    e);
        }
    }

    private static void loadCopy(Set<Path> directories) {
        Platform platform = Platform.current();
        String resource = "/io/github/mewe/binaryen/native/" + platform.name() + "/" + LIBRARY;
        if (platform.isMusl() || NativeLoader.class.getResource(resource) == null) {
            throw new NativeLibraryException("The native library of mewe-maven-plugin does not support " + platform
                    + ". Run the build on a supported platform (Linux on x86_64 with glibc), or set -D"
                    + LIBRARY_PROPERTY + "=FILE to a library built for this platform.");
        }
        List<String> failures = new ArrayList<>();
        for (Path directory : directories) {
            try {
                loadCopy(resource, directory);
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

    private static void loadCopy(String resource, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path copy = Files.createTempFile(directory, "mewe-binaryen-", ".so");
        try (InputStream library = NativeLoader.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new NoSuchFileException(resource);
            }
            Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
            link(copy);
        } finally {
            delete(copy);
        }
    }

    @SuppressWarnings("restricted")
    private static void link(Path library) {
        System.load(library.toString());
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            copy.toFile().deleteOnExit();
        }
    }

    private static Set<Path> candidates(Path... directories) {
        Set<Path> candidates = new LinkedHashSet<>();
        add(candidates, System.getProperty(DIRECTORY_PROPERTY));
        add(candidates, System.getProperty("java.io.tmpdir"));
        String cache = System.getenv("XDG_CACHE_HOME");
        String home = System.getProperty("user.home");
        if (cache != null && !cache.isBlank()) {
            candidates.add(Path.of(cache, "mewe-maven-plugin").toAbsolutePath());
        } else if (home != null && !home.isBlank()) {
            candidates.add(Path.of(home, ".cache", "mewe-maven-plugin").toAbsolutePath());
        }
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

    /** The properties of a platform that a native library depends on. */
    private record Platform(String os, String arch, String libc) {

        static Platform current() {
            return new Platform(osName(), archName(), libcName());
        }

        /** The name of the platform's directory in the jar. */
        String name() {
            return os + "-" + arch;
        }

        boolean isMusl() {
            return libc.equals("musl");
        }

        @Override
        public String toString() {
            return name() + (libc.isEmpty() ? "" : " (" + libc + ")");
        }

        private static String osName() {
            String os = System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT);
            if (os.startsWith("mac")) {
                return "macos";
            }
            return os.startsWith("windows") ? "windows" : os.replace(' ', '-');
        }

        private static String archName() {
            String arch = System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
            return switch (arch) {
                case "amd64", "x86-64" -> "x86_64";
                case "aarch64" -> "arm64";
                default -> arch;
            };
        }

        /** The C library of this process, according to its memory map; empty if unknown. */
        private static String libcName() {
            try {
                String maps = Files.readString(Path.of("/proc/self/maps"));
                return maps.contains("/ld-musl-") ? "musl" : maps.contains("/libc.so.6") ? "glibc" : "";
            } catch (IOException e) {
                return "";
            }
        }
    }
}

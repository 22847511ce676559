package io.github.mewe.binaryen.jni;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A platform of native libraries.
 *
 * @param os {@code linux}, {@code macosx}, {@code windows}, or the JVM's name of another system
 * @param arch the architecture of the JVM, which an emulator can run on another machine
 * @param libc {@code glibc}, {@code musl}, or empty if unknown; always empty outside Linux
 */
record NativePlatform(String os, String arch, String libc) {
    private static final String LINUX = "linux";
    private static final String MAC = "macosx";
    private static final String WINDOWS = "windows";
    private static final String MUSL = "musl";

    /** The platform of this JVM. */
    static NativePlatform current() {
        return of(System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "unknown"), memoryMap());
    }

    /**
     * The platform of a JVM.
     *
     * @param osName its property {@code os.name}
     * @param osArch its property {@code os.arch}
     * @param memoryMap the content of {@code /proc/self/maps}; empty if there is no such file
     */
    static NativePlatform of(String osName, String osArch, String memoryMap) {
        String os = os(osName.toLowerCase(Locale.ROOT));
        return new NativePlatform(
                os, arch(osArch.toLowerCase(Locale.ROOT), os), os.equals(LINUX) ? libc(memoryMap) : "");
    }

    /** The name of the platform's library in the jar. */
    String library() {
        return os + "-" + arch + (libc.equals(MUSL) ? "-" + MUSL : "");
    }

    /** The extension of library files, with the dot. */
    String extension() {
        return switch (os) {
            case WINDOWS -> ".dll";
            case MAC -> ".dylib";
            default -> ".so";
        };
    }

    @Override
    public String toString() {
        return os + "-" + arch + (libc.isEmpty() ? "" : " (" + libc + ")");
    }

    private static String os(String name) {
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return MAC;
        }
        return name.startsWith(WINDOWS) ? WINDOWS : name.replace(' ', '-');
    }

    private static String arch(String name, String os) {
        return switch (name) {
            case "amd64", "x86-64", "x86_64", "x64" -> "x86_64";
            case "aarch64", "arm64" -> os.equals(MAC) ? "arm64" : "aarch64";
            default -> name;
        };
    }

    /** Finds the C library that the process has loaded. The system can contain another one as well. */
    private static String libc(String memoryMap) {
        for (String line : memoryMap.split("\n")) {
            String file = line.substring(line.lastIndexOf('/') + 1);
            if (file.startsWith("ld-musl-") || file.startsWith("libc.musl-")) {
                return MUSL;
            }
            // glibc named its files by version until 2.33, for example libc-2.17.so.
            if (file.startsWith("libc.so.6") || file.matches("libc-2\\.\\d+\\.so.*")) {
                return "glibc";
            }
        }
        return "";
    }

    private static String memoryMap() {
        try {
            // Paths can contain any bytes.
            return Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}

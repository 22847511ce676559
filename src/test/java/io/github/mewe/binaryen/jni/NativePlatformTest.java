package io.github.mewe.binaryen.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativePlatformTest {

    private static final String GLIBC = maps("/usr/lib/x86_64-linux-gnu/libc.so.6");
    private static final String MUSL = maps("/lib/ld-musl-x86_64.so.1");

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64, .so",
        "Linux, aarch64, linux-aarch64, .so",
        "Linux, riscv64, linux-riscv64, .so",
        "Mac OS X, x86_64, macosx-x86_64, .dylib",
        "Mac OS X, aarch64, macosx-arm64, .dylib",
        "Windows 11, amd64, windows-x86_64, .dll",
        "Windows Server 2022, amd64, windows-x86_64, .dll",
        "Windows 11, aarch64, windows-aarch64, .dll",
        "FreeBSD, amd64, freebsd-x86_64, .so"
    })
    void namesTheLibrary(String osName, String osArch, String library, String extension) {
        var platform = NativePlatform.of(osName, osArch, GLIBC);
        assertEquals(library, platform.library());
        assertEquals(extension, platform.extension());
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/lib/x86_64-linux-gnu/libc.so.6, linux-x86_64 (glibc)",
        "/usr/lib64/libc-2.17.so, linux-x86_64 (glibc)",
        "/usr/glibc-compat/lib/libc.so.6, linux-x86_64 (glibc)",
        "/lib/libc.so.6 (deleted), linux-x86_64 (glibc)",
        "/lib/ld-musl-x86_64.so.1, linux-x86_64 (musl)",
        "/lib/libc.musl-x86_64.so.1, linux-x86_64 (musl)",
        "/home/libc.so.6/libjvm.so, linux-x86_64",
        "/home/ld-musl-x/libjvm.so, linux-x86_64"
    })
    void findsTheLoadedLibc(String file, String expected) {
        assertEquals(expected, NativePlatform.of("Linux", "amd64", maps(file)).toString());
    }

    @Test
    void findsMuslOnBothArchitectures() {
        assertEquals(
                "linux-x86_64-musl", NativePlatform.of("Linux", "amd64", MUSL).library());
        assertEquals(
                "linux-aarch64-musl",
                NativePlatform.of("Linux", "aarch64", MUSL).library());
    }

    @Test
    void assumesGlibcWithoutAMemoryMap() {
        assertEquals("linux-x86_64", NativePlatform.of("Linux", "amd64", "").library());
    }

    @Test
    void ignoresTheMemoryMapOutsideLinux() {
        assertEquals(
                "windows-x86_64", NativePlatform.of("Windows 11", "amd64", MUSL).library());
    }

    private static String maps(String file) {
        return String.join(
                "\n",
                "55d0a0000000-55d0a0001000 r--p 00000000 fe:00 1  /usr/lib/jvm/bin/java",
                "7f0000000000-7f0000001000 rw-p 00000000 00:00 0 ",
                "7f0000001000-7f0000002000 r-xp 00026000 fe:00 2  " + file,
                "7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0  [stack]",
                "");
    }
}

package io.github.mewe.binaryen.jni;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * Loads the library with a class loader that is then collected, which unloads the library, as a Maven daemon does with
 * the realms of plugins.
 */
final class UnloadInChildJvm {
    static final int STILL_LOADED = 3;

    private static final int MOST_COLLECTIONS = 1000;

    private UnloadInChildJvm() {}

    public static void main(String[] arguments) throws Exception {
        // The library has variables of threads: it stays while a thread that called it lives.
        var task = new FutureTask<>(UnloadInChildJvm::used);
        var thread = new Thread(task);
        thread.start();
        thread.join();
        WeakReference<ClassLoader> loader = task.get();
        for (int i = 0; i < MOST_COLLECTIONS && (loader.get() != null || isLoaded()); i++) {
            System.gc();
        }
        System.exit(isLoaded() ? STILL_LOADED : 0);
    }

    private static WeakReference<ClassLoader> used() throws Exception {
        URL[] classes = Stream.of(NativeLoader.class, XZInputStream.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (var loader = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Class<?> binding = loader.loadClass(Binaryen.class.getName());
            Object module = binding.getMethod("BinaryenModuleCreate").invoke(null);
            binding.getMethod("BinaryenModuleDispose", long.class).invoke(null, module);
            return new WeakReference<>(loader);
        }
    }

    private static boolean isLoaded() throws IOException {
        return Files.readString(Path.of("/proc/self/maps")).contains("mewe-binaryen");
    }
}

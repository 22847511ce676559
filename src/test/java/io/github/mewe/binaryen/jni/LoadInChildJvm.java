package io.github.mewe.binaryen.jni;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the native library in a separate JVM. Arguments are system properties ({@code name=value}) or additional
 * directories to try. Exits with 0 on success; otherwise prints the message to standard output.
 */
final class LoadInChildJvm {

    static final int CANNOT_LOAD = 3;

    private LoadInChildJvm() {}

    public static void main(String[] arguments) {
        List<Path> directories = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                directories.add(Path.of(argument));
            } else {
                System.setProperty(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        try {
            NativeLoader.load(directories.toArray(Path[]::new));
        } catch (NativeLibraryException e) {
            System.out.println(e.getMessage());
            System.exit(CANNOT_LOAD);
        }
        long module = Binaryen.BinaryenModuleCreate();
        Binaryen.BinaryenModuleDispose(module);
    }
}

package io.github.mewe.binaryen.jni;

/** Thrown if the native library cannot be loaded. The message lists the attempts, their errors and the remedy. */
public class NativeLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NativeLibraryException(String message) {
        super(message);
    }

    NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.github.mewe.binaryen.jni;

/** The native library could not be loaded; the message says where it was tried, why it failed and what to do. */
public class NativeLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NativeLibraryException(String message) {
        super(message);
    }

    NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.github.mewe.report.sbom;

/** A file is no CycloneDX document, or one that cannot say what is to be said. */
public final class UnusableDocumentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableDocumentException(String message) {
        super(message);
    }

    UnusableDocumentException(String message, Throwable cause) {
        super(message, cause);
    }
}

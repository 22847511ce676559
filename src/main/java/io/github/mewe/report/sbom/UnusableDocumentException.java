package io.github.mewe.report.sbom;

/** Thrown if a file is not a CycloneDX document of a supported version. */
public final class UnusableDocumentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableDocumentException(String message) {
        super(message);
    }

    UnusableDocumentException(String message, Throwable cause) {
        super(message, cause);
    }
}

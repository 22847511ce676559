package io.github.mewe.report.sbom;

/** Checks the version of the CycloneDX specification of a document. */
final class SpecVersion {
    private static final int LEAST_MINOR = 4;

    private SpecVersion() {}

    /**
     * Rejects versions in which components have no properties or must have a version.
     *
     * @param version such as {@code 1.6}
     */
    static void check(String version) {
        String[] parts = version.split("\\.");
        if (parts.length != 2 || !parts[0].equals("1") || !parts[1].matches("[0-9]{1,3}")) {
            throw new UnusableDocumentException(
                    "the version '" + version + "' of the CycloneDX specification is unknown; versions from 1."
                            + LEAST_MINOR + " on are supported");
        }
        if (Integer.parseInt(parts[1]) < LEAST_MINOR) {
            throw new UnusableDocumentException("it uses version " + version
                    + " of the CycloneDX specification, which does not support files without a version. Set <schemaVersion>"
                    + " of the cyclonedx-maven-plugin to 1." + LEAST_MINOR + " or later");
        }
    }
}

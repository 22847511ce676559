package io.github.mewe.report.sbom;

/** The version of the CycloneDX specification that a document keeps to. */
final class SpecVersion {
    private static final int LEAST_MINOR = 4;

    private SpecVersion() {}

    /**
     * Refuses versions in which components have no properties, or have to have a version.
     *
     * @param version as the document has it, such as {@code 1.6}
     */
    static void check(String version) {
        String[] parts = version.split("\\.");
        if (parts.length != 2 || !parts[0].equals("1") || !parts[1].matches("[0-9]{1,3}")) {
            throw new UnusableDocumentException("its version of the CycloneDX specification, '" + version
                    + "', is not known; versions from 1." + LEAST_MINOR + " on are");
        }
        if (Integer.parseInt(parts[1]) < LEAST_MINOR) {
            throw new UnusableDocumentException("it keeps to version " + version
                    + " of the CycloneDX specification, in which files have to have a version. Set <schemaVersion> of"
                    + " the cyclonedx-maven-plugin to 1." + LEAST_MINOR + " or later");
        }
    }
}

package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.junit.jupiter.api.Test;

@MojoTest
class ArtifactAttacherTest {
    @Inject
    private MavenProjectHelper helper;

    @Test
    void attachesOnceOnly() {
        var project = new MavenProject();
        project.setArtifact(
                new DefaultArtifact("group", "name", "1", null, "pom", null, new DefaultArtifactHandler("pom")));
        var attachment = new ArtifactAttacher(project, helper);

        attachment.attach("wasm", "diversified", new File("first.wasm"));
        attachment.attach("json", "diversified", new File("first.json"));
        attachment.attach("wasm", "other", new File("other.wasm"));
        attachment.attach("wasm", "diversified", new File("second.wasm"));

        assertEquals(
                List.of("wasm diversified second.wasm", "json diversified first.json", "wasm other other.wasm"),
                project.getAttachedArtifacts().stream()
                        .map(ArtifactAttacherTest::text)
                        .toList());
    }

    private static String text(Artifact artifact) {
        return artifact.getType() + " " + artifact.getClassifier() + " "
                + artifact.getFile().getName();
    }
}

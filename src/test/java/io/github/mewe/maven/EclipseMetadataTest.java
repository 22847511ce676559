package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.common.Resources;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EclipseMetadataTest {
    @Test
    void coversEveryGoal() throws Exception {
        Set<String> goals = texts("goal", "/META-INF/maven/plugin.xml");
        assertEquals(goals, texts("goal", "/META-INF/m2e/lifecycle-mapping-metadata.xml"));
    }

    private static Set<String> texts(String element, String resource) throws Exception {
        String xml = Resources.text(EclipseMetadataTest.class, resource);
        return Pattern.compile("<" + element + ">([^<]+)</" + element + ">")
                .matcher(xml)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }
}

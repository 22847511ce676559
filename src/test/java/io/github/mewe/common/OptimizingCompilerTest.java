package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OptimizingCompilerTest {
    @BeforeEach
    void needsDirectives() {
        assumeTrue(
                System.getProperty("java.vm.name").contains("HotSpot")
                        || System.getProperty("java.vm.name").contains("OpenJDK"),
                "only HotSpot has compiler directives");
    }

    @Test
    void excludesTheCodeOfGenerationOnce() throws Exception {
        assertTrue(OptimizingCompiler.exclude());
        assertTrue(OptimizingCompiler.exclude());

        String directives = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "compilerDirectivesPrint",
                        new Object[0],
                        new String[0]);
        assertEquals(2, directives.split("io/github/mewe/equivalence/derivation\\*\\.\\*", -1).length, directives);
        assertTrue(directives.contains("Exclude:true"), directives);
    }

    @Test
    void namesPackagesThatExist() {
        for (String name : OptimizingCompiler.PACKAGES) {
            assertNotNull(OptimizingCompiler.class.getResource("/io/github/mewe/" + name + "/"), name);
        }
    }
}

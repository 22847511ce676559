package io.github.mewe.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final Path ROOT =
            Path.of(System.getProperty("project.basedir", "")).toAbsolutePath().normalize();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Path BENCHMARKS = ROOT.resolve("src/bench");
    private static final int MAX_README_WORDS = 850;
    private static final Pattern TYPE_NAME = Pattern.compile("([A-Z][a-z0-9]+){2,}(IT)?");
    private static final Set<String> FOREIGN_TYPES = Set.of("MojoFailureException");
    private static final Set<String> SKIPPED_DIRECTORIES = Set.of("target", "node_modules", ".git");

    private static final Map<Path, MarkdownPage> PAGES = new TreeMap<>();

    @BeforeAll
    static void readPages() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = String.valueOf(directory.getFileName());
                return SKIPPED_DIRECTORIES.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(".md")) {
                    PAGES.put(file, MarkdownPage.read(file, base(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Benchmarks copy their Markdown files, except the README, into pages in docs/results. */
    private static Path base(Path file) {
        boolean isPart = file.startsWith(BENCHMARKS) && !file.endsWith("README.md");
        return isPart ? DOCS.resolve("results") : file.getParent();
    }

    @Test
    void everyLinkLeadsToAFileOrADirectory() {
        var broken = new ArrayList<String>();
        for (MarkdownPage page : PAGES.values()) {
            for (String link : page.links()) {
                if (!Files.exists(page.target(link))) {
                    broken.add(ROOT.relativize(page.file()) + ": " + link);
                }
            }
        }

        assertEquals(List.of(), broken);
    }

    @Test
    void everyAnchorIsAHeadingOfItsPage() {
        var broken = new ArrayList<String>();
        for (MarkdownPage page : PAGES.values()) {
            for (String link : page.links()) {
                MarkdownPage target = PAGES.get(page.target(link));
                int hash = link.indexOf('#');
                if (hash >= 0 && target != null && !target.anchors().contains(link.substring(hash + 1))) {
                    broken.add(ROOT.relativize(page.file()) + ": " + link);
                }
            }
        }

        assertEquals(List.of(), broken);
    }

    @Test
    void theIndexLeadsToEveryPage() {
        var unreached = new TreeSet<>(PAGES.keySet());
        unreached.removeIf(file -> !file.startsWith(DOCS));
        var open = new ArrayDeque<>(List.of(DOCS.resolve("README.md")));
        while (!open.isEmpty()) {
            Path file = open.remove();
            if (unreached.remove(file)) {
                MarkdownPage page = PAGES.get(file);
                page.links().forEach(link -> open.add(page.target(link)));
            }
        }

        assertEquals(Set.of(), unreached);
    }

    @Test
    void theTypesThatTheDocumentationNamesExist() throws IOException {
        Set<String> types = simpleNames();
        var unknown = new TreeSet<String>();
        for (MarkdownPage page : PAGES.values()) {
            if (page.file().endsWith("CONTRIBUTING.md") || page.file().startsWith(DOCS.resolve("design"))) {
                page.codeSpans().stream()
                        .filter(span -> TYPE_NAME.matcher(span).matches())
                        .filter(name -> !types.contains(name) && !FOREIGN_TYPES.contains(name))
                        .forEach(name -> unknown.add(ROOT.relativize(page.file()) + ": " + name));
            }
        }

        assertEquals(Set.of(), unknown);
    }

    private static Set<String> simpleNames() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("src"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void theReadmeIsShort() throws IOException {
        int words = Files.readString(ROOT.resolve("README.md")).strip().split("\\s+").length;

        assertTrue(words < MAX_README_WORDS, words + " words");
    }
}

package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Compares the page of parameters with the plugin descriptor in both directions: elements, properties and defaults. */
class ParameterReferenceTest {
    private static final Path PAGE =
            Path.of(System.getProperty("project.basedir", "."), "docs/reference/parameters.md");
    private static final String DESCRIPTOR = "/META-INF/maven/plugin.xml";
    private static final Pattern HEADING = Pattern.compile("## (\\w+)");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (?:`([^`]*)`)? ?\\| (?:`([^`]*)`)? ?\\| .*");

    /** A parameter: its element, with slashes between nested elements; a property and a default, either possibly "". */
    private record Entry(String element, String property, String defaultValue) {
        private boolean isNested() {
            return element.contains("/");
        }
    }

    private record DescribedGoal(Class<?> mojo, List<Entry> parameters) {}

    private final Map<String, List<Entry>> documented = new HashMap<>();
    private final Map<String, DescribedGoal> described = new HashMap<>();

    @BeforeEach
    void readPage() throws Exception {
        List<Entry> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher heading = HEADING.matcher(line);
            Matcher row = ROW.matcher(line);
            if (heading.matches()) {
                rows = new ArrayList<>();
                documented.put(heading.group(1), rows);
            } else if (line.startsWith("#") && !line.startsWith("###")) {
                rows = new ArrayList<>();
            } else if (row.matches()) {
                rows.add(new Entry(row.group(1), text(row.group(2)), text(row.group(3))));
            }
        }
    }

    @BeforeEach
    void readDescriptor() throws Exception {
        try (InputStream in = DiversifyMojo.class.getResourceAsStream(DESCRIPTOR)) {
            Element plugin = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
            for (Element mojo : elements(plugin.getElementsByTagName("mojo"))) {
                Map<String, Element> configuration = new HashMap<>();
                elements(child(mojo, "configuration").getChildNodes())
                        .forEach(element -> configuration.put(element.getTagName(), element));
                List<Entry> parameters = elements(mojo.getElementsByTagName("parameter")).stream()
                        .filter(parameter ->
                                child(parameter, "editable").getTextContent().equals("true"))
                        .map(parameter -> child(parameter, "name").getTextContent())
                        .map(name -> entry(name, configuration.get(name)))
                        .toList();
                described.put(
                        child(mojo, "goal").getTextContent(),
                        new DescribedGoal(
                                Class.forName(child(mojo, "implementation").getTextContent()), parameters));
            }
        }
        assertFalse(described.isEmpty());
    }

    @Test
    void everyGoalIsDocumented() {
        assertEquals(new TreeSet<>(described.keySet()), new TreeSet<>(documented.keySet()));
    }

    /** The row of an element documents its parameter for the command line. */
    @Test
    void everyParameterIsDocumented() {
        var missing = new ArrayList<String>();
        described.forEach((goal, description) -> {
            List<Entry> rows = documented.getOrDefault(goal, List.of());
            for (Entry parameter : description.parameters()) {
                boolean isGroup = rows.stream().anyMatch(row -> row.element().startsWith(parameter.element() + "/"));
                boolean isAlias = rows.stream()
                        .anyMatch(row -> row.isNested()
                                && !parameter.property().isEmpty()
                                && row.property().equals(parameter.property())
                                && row.defaultValue().equals(parameter.defaultValue()));
                if (!rows.contains(parameter) && !isGroup && !isAlias) {
                    missing.add(goal + ": " + parameter);
                }
            }
        });
        assertEquals(List.of(), missing);
    }

    @Test
    void everyDocumentedParameterExists() {
        var wrong = new ArrayList<String>();
        documented.forEach((goal, rows) -> {
            DescribedGoal description = described.get(goal);
            for (Entry row : rows) {
                boolean exists = row.isNested()
                        ? nested(description.mojo()).contains(row.element()) && hasAlias(row, description)
                        : description.parameters().contains(row);
                if (!exists) {
                    wrong.add(goal + ": " + row);
                }
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyNestedElementIsDocumented() {
        var missing = new ArrayList<String>();
        described.forEach((goal, description) -> {
            Set<String> rows = documented.getOrDefault(goal, List.of()).stream()
                    .map(Entry::element)
                    .collect(Collectors.toSet());
            nested(description.mojo()).stream()
                    .filter(element -> !rows.contains(element))
                    .forEach(element -> missing.add(goal + ": " + element));
        });
        assertEquals(List.of(), missing);
    }

    /** The descriptor lacks the properties of requirements, which the goal reads from the session. */
    private static boolean hasAlias(Entry row, DescribedGoal description) {
        return row.property().isEmpty()
                || row.property().equals("mewe.measure." + row.element().replace('/', '.'))
                        && row.element().startsWith("require/")
                || description.parameters().stream()
                        .anyMatch(parameter -> parameter.property().equals(row.property())
                                && parameter.defaultValue().equals(row.defaultValue()));
    }

    /** The nested elements of parameters that are objects of this package or lists of them. */
    private static Set<String> nested(Class<?> mojo) {
        var elements = new TreeSet<String>();
        for (Class<?> type = mojo;
                type != null && type.getPackage() == mojo.getPackage();
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                boolean isList = field.getGenericType() instanceof ParameterizedType;
                Class<?> item = isList ? itemType((ParameterizedType) field.getGenericType()) : field.getType();
                boolean isElement = item.getPackage() == mojo.getPackage()
                        && Modifier.isPublic(item.getModifiers())
                        && !Modifier.isStatic(field.getModifiers());
                if (isElement) {
                    String prefix = field.getName() + "/" + (isList ? singular(field.getName()) + "/" : "");
                    fields(item).forEach(name -> elements.add(prefix + name));
                }
            }
        }
        return elements;
    }

    private static Class<?> itemType(ParameterizedType list) {
        return list.getActualTypeArguments()[0] instanceof Class<?> item ? item : Object.class;
    }

    private static String singular(String name) {
        return name.substring(0, name.length() - 1);
    }

    private static List<String> fields(Class<?> element) {
        return List.of(element.getDeclaredFields()).stream()
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(Field::getName)
                .toList();
    }

    private static Entry entry(String name, Element configuration) {
        if (configuration == null) {
            return new Entry(name, "", "");
        }
        String expression = configuration.getTextContent();
        String property = expression.startsWith("${") ? expression.substring(2, expression.length() - 1) : "";
        return new Entry(name, property, configuration.getAttribute("default-value"));
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    private static Element child(Element parent, String name) {
        return elements(parent.getChildNodes()).stream()
                .filter(element -> element.getTagName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .toList();
    }
}

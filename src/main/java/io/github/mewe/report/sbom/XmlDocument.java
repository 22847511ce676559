package io.github.mewe.report.sbom;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Adds components to CycloneDX documents in XML. */
public final class XmlDocument {
    private static final String NAMESPACE = "http://cyclonedx.org/schema/bom/";

    /** The elements that precede the components in the schema. */
    private static final List<String> BEFORE_COMPONENTS = List.of("metadata");

    private XmlDocument() {}

    /**
     * Adds components to a document. Replaces components that an earlier build added.
     *
     * @return the new document
     * @throws UnusableDocumentException if the text is not a CycloneDX document of a supported version
     */
    public static String with(String text, List<MultivariantComponent> components) {
        Document document = parsed(text);
        Element all = components(document.getDocumentElement());
        for (MultivariantComponent component : components) {
            remove(all, component.reference());
            new Writer(document).add(all, component);
        }
        return written(document);
    }

    private static Document parsed(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            // The default handler would also print errors to standard error.
            builder.setErrorHandler(null);
            Document document = builder.parse(new InputSource(new StringReader(text)));
            Element root = document.getDocumentElement();
            String namespace = root.getNamespaceURI();
            if (!root.getLocalName().equals("bom") || namespace == null || !namespace.startsWith(NAMESPACE)) {
                throw new UnusableDocumentException("it is not a CycloneDX document: its root element is not <bom> in a"
                        + " namespace that starts with " + NAMESPACE);
            }
            SpecVersion.check(namespace.substring(NAMESPACE.length()));
            return document;
        } catch (SAXException e) {
            throw new UnusableDocumentException("it is not XML: " + e.getMessage(), e);
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Element components(Element bom) {
        Node behind = null;
        for (Node node = bom.getFirstChild(); node != null; node = node.getNextSibling()) {
            if ("components".equals(node.getLocalName())) {
                return (Element) node;
            }
            if (behind == null && node instanceof Element && !BEFORE_COMPONENTS.contains(node.getLocalName())) {
                behind = node;
            }
        }
        Element made = bom.getOwnerDocument().createElementNS(bom.getNamespaceURI(), "components");
        bom.insertBefore(made, behind);
        return made;
    }

    private static void remove(Element all, String reference) {
        Node next = all.getFirstChild();
        while (next != null) {
            Node node = next;
            next = node.getNextSibling();
            if (node instanceof Element component
                    && component.getAttribute("bom-ref").equals(reference)) {
                all.removeChild(node);
            }
        }
    }

    private static String written(Document document) {
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer transformer = factory.newTransformer();
            transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            var text = new StringWriter();
            transformer.transform(new DOMSource(document), new StreamResult(text));
            return text.append('\n').toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes components with their elements in the order of the schema. */
    private static final class Writer {
        private final Document document;
        private final String namespace;

        Writer(Document document) {
            this.document = document;
            this.namespace = document.getDocumentElement().getNamespaceURI();
        }

        void add(Element all, MultivariantComponent component) {
            Element element = child(all, "component");
            element.setAttribute("type", component.type());
            element.setAttribute("bom-ref", component.reference());
            component
                    .coordinates()
                    .ifPresentOrElse(
                            coordinates -> {
                                text(element, "group", coordinates.group());
                                text(element, "name", coordinates.name());
                                text(element, "version", coordinates.version());
                            },
                            () -> text(
                                    element,
                                    "name",
                                    component.manifest().output().name()));
            hashes(element, component.manifest().output().sha256());
            component.coordinates().ifPresent(coordinates -> text(element, "purl", coordinates.purl()));
            Element pedigree = child(element, "pedigree");
            Element ancestor = child(child(pedigree, "ancestors"), "component");
            ancestor.setAttribute("type", "file");
            text(ancestor, "name", component.manifest().input().name());
            hashes(ancestor, component.manifest().input().sha256());
            text(pedigree, "notes", component.notes());
            Element properties = child(element, "properties");
            component
                    .properties()
                    .forEach(
                            (name, value) -> text(properties, "property", value).setAttribute("name", name));
        }

        private void hashes(Element parent, String sha256) {
            text(child(parent, "hashes"), "hash", sha256).setAttribute("alg", "SHA-256");
        }

        private Element text(Element parent, String name, String text) {
            Element element = child(parent, name);
            element.setTextContent(text);
            return element;
        }

        private Element child(Element parent, String name) {
            return (Element) parent.appendChild(document.createElementNS(namespace, name));
        }
    }
}

package io.github.mewe.maven;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.doxia.sink.Sink;

/** A page of a Maven site that records its links. */
final class RecordedSink {
    private final List<String> links = new ArrayList<>();

    /** The sink to write to. */
    Sink sink() {
        return (Sink) Proxy.newProxyInstance(
                Sink.class.getClassLoader(), new Class<?>[] {Sink.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("link")) {
                        links.add((String) arguments[0]);
                    }
                    return null;
                });
    }

    /** The targets of the links, in order. */
    List<String> links() {
        return List.copyOf(links);
    }
}

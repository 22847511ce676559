package io.github.mewe.maven;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.doxia.sink.Sink;

/** A page of a site, of which only the links are kept. */
final class RecordedSink {
    private final List<String> links = new ArrayList<>();

    /** What is written to. */
    Sink sink() {
        return (Sink) Proxy.newProxyInstance(
                Sink.class.getClassLoader(), new Class<?>[] {Sink.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("link")) {
                        links.add((String) arguments[0]);
                    }
                    return null;
                });
    }

    /** Where the links lead, in order. */
    List<String> links() {
        return List.copyOf(links);
    }
}

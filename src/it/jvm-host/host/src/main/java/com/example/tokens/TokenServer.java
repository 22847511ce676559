package com.example.tokens;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Signs the text posted to /sign, and returns the payload of a token posted to /verify. */
public final class TokenServer implements AutoCloseable {
    private record Answer(int status, String text) {}

    private interface Service {
        Answer answer(TokenInstance instance, String request);
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final InstancePool pool;

    /**
     * Starts a server.
     *
     * @param port the port on the loopback address; 0 for any free one
     */
    public TokenServer(InstancePool pool, int port) throws IOException {
        this.pool = pool;
        threads = Executors.newFixedThreadPool(2 * Runtime.getRuntime().availableProcessors());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        serve("/sign", (instance, payload) -> new Answer(200, instance.sign(payload)));
        serve("/verify", (instance, token) -> instance.verify(token)
                .map(payload -> new Answer(200, payload))
                .orElse(new Answer(403, "not a token of ours")));
        server.start();
    }

    /** Its port. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void serve(String path, Service service) {
        server.createContext(path, exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer;
            try {
                answer = pool.serve(instance -> service.answer(instance, request));
            } catch (IllegalArgumentException e) {
                answer = new Answer(400, e.getMessage());
            } catch (RuntimeException e) {
                System.getLogger(TokenServer.class.getName()).log(System.Logger.Level.ERROR, path, e);
                answer = new Answer(500, "sorry");
            }
            send(exchange, answer);
        });
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /**
     * Serves until the process ends: {@code java -jar tokens.jar PORT REQUESTS_PER_INSTANCE}. The key of this sample is lost when the process ends.
     */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8080;
        int requestsPerInstance = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        TokenModule module = TokenModule.load();
        var server = new TokenServer(new InstancePool(() -> module.instantiate(key), requestsPerInstance), port);
        System.out.println("http://localhost:" + server.port());
    }
}

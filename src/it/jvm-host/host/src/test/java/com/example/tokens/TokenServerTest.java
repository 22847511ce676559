package com.example.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenServerTest {
    private static final int REQUESTS = 200;

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(ints = {1, 25})
    void answersManyAtOnceAsTheOriginalDoes(int requestsPerInstance) throws Exception {
        TokenModule module = TokenModule.load();
        TokenInstance original = Binaries.original(TokenModule.compiled(Binaries.ORIGINAL));
        var pool = new InstancePool(() -> module.instantiate(Binaries.KEY), requestsPerInstance);
        try (var server = new TokenServer(pool, 0)) {
            var tokens = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> post(server, "/sign", "user=" + i))
                    .toList();
            for (int i = 0; i < REQUESTS; i++) {
                assertEquals("200 " + original.sign("user=" + i), tokens.get(i).get());
            }
            assertEquals("200 user=17", post(server, "/verify", original.sign("user=17")).get());
            assertEquals("403 not a token of ours", post(server, "/verify", "user=17").get());
            assertEquals("400 The payload is too long", post(server, "/sign", "x".repeat(20_000)).get());
        }
    }

    private CompletableFuture<String> post(TokenServer server, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenApply((HttpResponse<String> response) -> response.statusCode() + " " + response.body());
    }
}

package com.example.tokens;

import static com.example.tokens.Binaries.DIVERSIFIED;
import static com.example.tokens.Binaries.KEY;
import static com.example.tokens.Binaries.ORIGINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that twins answer like one instance. */
class TwinsTest {
    @Test
    void twinsSignLikeOneInstance() {
        TokenInstance original = Binaries.original(TokenModule.compiled(ORIGINAL));
        TokenModule module = TokenModule.compiled(DIVERSIFIED);
        Twins twins = Twins.of(2, List.of(), Map.of(), Map.of(), module::instance);
        int buffer = (int) twins.call("buffer")[0];
        twins.write(buffer, KEY);
        assertEquals(0, (int) twins.call("set_key", KEY.length)[0]);
        for (int user = 0; user < 200; user++) {
            byte[] payload = ("user=" + user).getBytes(StandardCharsets.UTF_8);
            twins.write(buffer, payload);
            int length = (int) twins.call("sign", payload.length)[0];
            assertEquals(original.sign("user=" + user), new String(twins.read(buffer, length), StandardCharsets.UTF_8));
        }
    }
}

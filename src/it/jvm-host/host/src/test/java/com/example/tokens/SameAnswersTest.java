package com.example.tokens;

import static com.example.tokens.Binaries.DIVERSIFIED;
import static com.example.tokens.Binaries.KEY;
import static com.example.tokens.Binaries.ORIGINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The multivariant binary answers as the original does, and as Java's own library would. */
class SameAnswersTest {
    private final long seed = Long.getLong("seed", new SecureRandom().nextLong());
    private final Random random = new Random(seed);

    @Test
    void asTheOriginal() throws Exception {
        compare(TokenModule.compiled(ORIGINAL), TokenModule.compiled(DIVERSIFIED), 30, 50);
    }

    @Test
    void inTheInterpreterToo() throws Exception {
        compare(TokenModule.interpreted(ORIGINAL), TokenModule.interpreted(DIVERSIFIED), 3, 10);
    }

    /**
     * Compares answers.
     *
     * @param instances the number of instances of the multivariant binary, each with its own seed
     * @param requests the number of requests per instance
     */
    private void compare(TokenModule originals, TokenModule variants, int instances, int requests) throws Exception {
        TokenInstance original = Binaries.original(originals);
        for (int i = 0; i < instances; i++) {
            TokenInstance diversified = variants.instantiate(KEY);
            for (int j = 0; j < requests; j++) {
                String payload = text(random.nextInt(200));
                String message = "instance " + i + ", request " + j + ", -Dseed=" + seed;
                String token = diversified.sign(payload);
                assertEquals(original.sign(payload), token, message);
                assertEquals(signed(payload), token, message);
                assertEquals(Optional.of(payload), diversified.verify(token), message);
                String changed = changed(token);
                assertEquals(original.verify(changed), diversified.verify(changed), message + ": " + changed);
                assertTrue(diversified.verify(changed).isEmpty(), message + ": " + changed);
            }
        }
    }

    private String text(int length) {
        return random.ints(length, 0x20, 0x250)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The token with another character in one place, or one character less. */
    private String changed(String token) {
        int place = random.nextInt(token.length());
        if (random.nextInt(4) == 0) {
            return token.substring(0, place) + token.substring(place + 1);
        }
        char other = (char) (token.charAt(place) ^ (1 + random.nextInt(31)));
        return token.substring(0, place) + other + token.substring(place + 1);
    }

    private static String signed(String payload) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, mac.getAlgorithm()));
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(bytes) + "." + base64.encodeToString(mac.doFinal(bytes));
    }
}

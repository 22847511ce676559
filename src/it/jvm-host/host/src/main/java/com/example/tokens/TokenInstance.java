package com.example.tokens;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;

/** An instance of the module with a Java interface. Only one thread may use it at a time. */
public final class TokenInstance {
    /** TOO_LONG in tokens.c. */
    private static final int TOO_LONG = -1;

    /** The size of the buffer in tokens.c. */
    private static final int CAPACITY = 16384;

    private final Instance instance;
    private final ExportFunction sign;
    private final ExportFunction verify;
    private final int buffer;

    TokenInstance(Instance instance, byte[] key) {
        this.instance = instance;
        this.sign = instance.export("sign");
        this.verify = instance.export("verify");
        this.buffer = (int) instance.export("buffer").apply()[0];
        if (call(instance.export("set_key"), key) != 0) {
            throw new IllegalArgumentException("The key is too long");
        }
    }

    /**
     * Makes a token with a payload.
     *
     * @throws IllegalArgumentException if it is too long for a token, about 12,000 bytes
     */
    public String sign(String payload) {
        int length = call(sign, payload.getBytes(StandardCharsets.UTF_8));
        if (length == TOO_LONG) {
            throw new IllegalArgumentException("The payload is too long");
        }
        return text(length);
    }

    /** The payload of a token; empty if it was not signed with the key. */
    public Optional<String> verify(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > CAPACITY) {
            return Optional.empty();
        }
        int length = call(verify, bytes);
        return length < 0 ? Optional.empty() : Optional.of(text(length));
    }

    private int call(ExportFunction function, byte[] argument) {
        if (argument.length > CAPACITY) {
            return TOO_LONG;
        }
        instance.memory().write(buffer, argument);
        // The engine returns an i32 as a long with an undefined upper half.
        return (int) function.apply(argument.length)[0];
    }

    private String text(int length) {
        return new String(instance.memory().readBytes(buffer, length), StandardCharsets.UTF_8);
    }
}

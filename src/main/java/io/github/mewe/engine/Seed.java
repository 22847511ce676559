package io.github.mewe.engine;

import io.github.mewe.link.LinkPlan.DrawKey;
import java.nio.ByteBuffer;

/**
 * What all of a build's random choices derive from.
 *
 * @param text any text
 */
public record Seed(String text) {

    /** What generation starts from. */
    long generation() {
        return ByteBuffer.wrap(Hashes.sha256(Hashes.utf8("generation:" + text))).getLong();
    }

    /** The discriminator's key until a randomness source gives another. */
    DrawKey drawKey() {
        ByteBuffer bytes = ByteBuffer.wrap(Hashes.sha256(Hashes.utf8("draws:" + text)));
        return new DrawKey(bytes.getLong(), bytes.getLong());
    }
}

package io.github.mewe.link;

import io.github.mewe.link.LinkPlan.DrawKey;

/** SipHash-1-3 of one 64-bit word, written from the paper. */
final class SipHash13 {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private SipHash13(DrawKey key) {
        v0 = key.low() ^ 0x736f6d6570736575L;
        v1 = key.high() ^ 0x646f72616e646f6dL;
        v2 = key.low() ^ 0x6c7967656e657261L;
        v3 = key.high() ^ 0x7465646279746573L;
    }

    static long of(DrawKey key, long word) {
        var hash = new SipHash13(key);
        hash.compress(word);
        hash.compress(8L << 56);
        hash.v2 ^= 0xff;
        for (int i = 0; i < 3; i++) {
            hash.round();
        }
        return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3;
    }

    private void compress(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }
}

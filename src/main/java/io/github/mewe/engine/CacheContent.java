package io.github.mewe.engine;

import io.github.mewe.variant.GenerationRecord;
import java.util.Map;
import java.util.Set;

/**
 * The content of a {@link VariantCache}.
 *
 * @param records the records of functions, by the functions' keys
 * @param proofs hashes of keys with proved written bodies
 */
record CacheContent(Map<String, GenerationRecord> records, Set<String> proofs) {
    static final CacheContent EMPTY = new CacheContent(Map.of(), Set.of());

    /** Copies the map and the set. */
    CacheContent {
        records = Map.copyOf(records);
        proofs = Set.copyOf(proofs);
    }
}

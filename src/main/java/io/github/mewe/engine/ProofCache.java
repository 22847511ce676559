package io.github.mewe.engine;

/**
 * The results of earlier checks of written bodies. An entry is found only if everything that the generation of the
 * function depends on is unchanged. Its methods are called from several threads.
 */
interface ProofCache {
    /** A cache without entries. */
    ProofCache NONE = new ProofCache() {
        @Override
        public boolean isProved(int index, byte[] written) {
            return false;
        }

        @Override
        public void storeProved(int index, byte[] written) {
            // Nothing is kept.
        }
    };

    /**
     * Determines if all written bodies of a function's proved variants were proved.
     *
     * @param index the function's index among the defined functions of the module, from 0
     * @param written the {@linkplain WrittenBodyHashes hash} of these bodies
     */
    boolean isProved(int index, byte[] written);

    /**
     * Stores that all written bodies of a function's proved variants are proved.
     *
     * @param index the function's index among the defined functions of the module, from 0
     * @param written the {@linkplain WrittenBodyHashes hash} of these bodies
     */
    void storeProved(int index, byte[] written);
}

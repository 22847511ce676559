package com.example.tokens;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives each request an instance that no other one uses meanwhile, and takes it back for some more requests.
 *
 * <p>Each instance has a seed of its own. Functions that choose at each call go on choosing anew however long an
 * instance lives; those that choose once per instance choose anew in a new instance only. So few requests an instance
 * mean more diversity, and one an instance means that nothing is carried from one request to the next.
 */
public final class InstancePool {
    private record Pooled(TokenInstance instance, int requestsLeft) {}

    private final Supplier<TokenInstance> maker;
    private final int requestsPerInstance;
    private final Queue<Pooled> idle = new ConcurrentLinkedQueue<>();

    /**
     * A pool, empty at first.
     *
     * @param maker makes instances, each with a seed of its own
     * @param requestsPerInstance after how many requests an instance is replaced; with 1, each request has a new one
     */
    public InstancePool(Supplier<TokenInstance> maker, int requestsPerInstance) {
        if (requestsPerInstance < 1) {
            throw new IllegalArgumentException("An instance serves at least one request, not " + requestsPerInstance);
        }
        this.maker = maker;
        this.requestsPerInstance = requestsPerInstance;
    }

    /** Serves a request. If that fails, its instance is not used again: a trap may have left it in any state. */
    public <T> T serve(Function<TokenInstance, T> request) {
        Pooled pooled = idle.poll();
        if (pooled == null) {
            pooled = new Pooled(maker.get(), requestsPerInstance);
        }
        T result = request.apply(pooled.instance());
        if (pooled.requestsLeft() > 1) {
            idle.add(new Pooled(pooled.instance(), pooled.requestsLeft() - 1));
        }
        return result;
    }
}

package com.example.tokens;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives each request an instance that no other request uses at the same time, and reuses it for further requests.
 *
 * <p>Each instance has its own seed. Functions that choose at each call do so as long as the instance lives; paced functions keep a choice for a number of calls, and functions that choose once per instance choose again only in a new instance. Fewer requests per instance therefore mean more diversity. With one request per instance, no state passes from one request to the next.
 */
public final class InstancePool {
    private record Pooled(TokenInstance instance, int requestsLeft) {}

    private final Supplier<TokenInstance> maker;
    private final int requestsPerInstance;
    private final Queue<Pooled> idle = new ConcurrentLinkedQueue<>();

    /**
     * Creates an empty pool.
     *
     * @param maker makes instances, each with its own seed
     * @param requestsPerInstance the number of requests after which an instance is replaced; with 1, each request has a new one
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

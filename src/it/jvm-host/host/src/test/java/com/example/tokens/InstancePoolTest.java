package com.example.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class InstancePoolTest {
    private final TokenModule module = TokenModule.interpreted(Binaries.DIVERSIFIED);

    @Test
    void anInstanceServesSoManyRequestsAndNoMore() {
        InstancePool pool = pool(2);
        TokenInstance first = pool.serve(instance -> instance);
        assertSame(first, pool.serve(instance -> instance));
        assertNotSame(first, pool.serve(instance -> instance));
    }

    @Test
    void eachRequestCanHaveAnInstanceOfItsOwn() {
        InstancePool pool = pool(1);
        assertNotSame(pool.serve(instance -> instance), pool.serve(instance -> instance));
    }

    @Test
    void requestsAtTheSameTimeHaveDifferentInstances() {
        InstancePool pool = pool(10);
        pool.serve(outer -> {
            assertNotSame(outer, pool.serve(inner -> inner));
            return outer;
        });
    }

    @Test
    void anInstanceThatFailedIsNotUsedAgain() {
        InstancePool pool = pool(10);
        var failed = new TokenInstance[1];
        var failure = assertThrows(
                IllegalStateException.class,
                () -> pool.serve(instance -> {
                    failed[0] = instance;
                    throw new IllegalStateException("as if it had trapped");
                }));
        assertEquals("as if it had trapped", failure.getMessage());
        assertNotSame(failed[0], pool.serve(instance -> instance));
    }

    private InstancePool pool(int requestsPerInstance) {
        return new InstancePool(() -> module.instantiate(Binaries.KEY), requestsPerInstance);
    }
}

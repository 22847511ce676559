package io.github.mewe.bench.verification;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Records the largest use of this JVM's heap, as seen before each collection. */
final class PeakHeap {
    private final AtomicLong most = new AtomicLong();
    private final Set<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(pool -> pool.getName())
            .collect(Collectors.toSet());

    /** Starts recording. */
    PeakHeap() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((event, handback) -> note(event), null, null);
        }
    }

    private void note(Notification event) {
        if (event.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            long used =
                    GarbageCollectionNotificationInfo.from((CompositeData) event.getUserData())
                            .getGcInfo()
                            .getMemoryUsageBeforeGc()
                            .entrySet()
                            .stream()
                            .filter(entry -> pools.contains(entry.getKey()))
                            .mapToLong(entry -> entry.getValue().getUsed())
                            .sum();
            most.accumulateAndGet(used, Math::max);
        }
    }

    /** The peak in mebibytes. */
    long mebibytes() {
        long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return Math.max(now, most.get()) >> 20;
    }
}

package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Copies of the input to link into. The module that the variants were generated for stays as it is, because their
 * opaque leaves are copied from it. The first copy is read in the background while variants are made.
 */
final class LinkTargets implements AutoCloseable {
    private final InputModule input;
    private Optional<Supplier<BinaryenModule>> first;

    LinkTargets(InputModule input) {
        this.input = input;
        this.first = Optional.of(DeepThread.start(() -> read(Map.of())));
    }

    /**
     * A new copy, which the caller closes.
     *
     * @param leftAlone the reasons for further functions to be left alone, by their indices among the defined ones
     */
    BinaryenModule open(Map<Integer, String> leftAlone) {
        if (first.isEmpty() || !leftAlone.isEmpty()) {
            return read(leftAlone);
        }
        Supplier<BinaryenModule> ready = first.get();
        first = Optional.empty();
        return ready.get();
    }

    private BinaryenModule read(Map<Integer, String> leftAlone) {
        return BinaryenModule.open(input.bytes(), input.sourceMap().map(SourceMap::skeleton), leftAlone);
    }

    @Override
    public void close() {
        first.ifPresent(unused -> unused.get().close());
    }
}

package io.github.mewe.bench.coldstart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.bench.coldstart.ColdStarts.Module;
import io.github.mewe.bench.coldstart.ColdStarts.Service;
import io.github.mewe.bench.coldstart.ColdStarts.Start;
import io.github.mewe.bench.coldstart.ColdStarts.Starts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColdStartPageTest {
    @Test
    void concludesWithTheRatiosOfProcessorTime() throws IOException {
        var service = new Service(
                "brotli",
                List.of(new Module(0, 0, 1_060_000, starts(1)), module(1, 1.1), module(4, 1.4)),
                List.of(start(1)));
        String page =
                new ColdStartPage(9, 3, List.of(1, 4), List.of(service)).page().toString();
        assertTrue(page.startsWith("""
                        # Cold start

                        With 4 variants per function, the size `balanced`, the first reply takes 1.40 times the original's \
                        processor time in workerd and 1.40 times in Node. With the size `small` it \
                        takes 1.10 and 1.10 times."""), page);
        assertTrue(page.contains("\n| brotli | 0 | 1 | 1 | 4 | 4 | 0 | 1 | 1 | 4 | 4 |\n"), page);
        assertTrue(page.contains("\n| brotli | original | 0 | 1.06 | 30 |  | 40 |  | 30.0 |  | 40.0 |  |\n"), page);
        assertTrue(
                page.contains("\n|  | 4 | 100 | 2.00 | 42 | 1.40 | 56 | 1.40 | 42.0 | 1.40 | 56.0 | 1.40 |\n"), page);
    }

    private static Module module(int variants, double factor) {
        return new Module(variants, 100, 2_000_000, starts(factor));
    }

    private static Starts starts(double factor) {
        List<Start> starts = List.of(start(factor));
        return new Starts(starts, starts, starts, starts);
    }

    private static Start start(double factor) {
        return new Start(10 * factor, 20 * factor, 30 * factor, 40 * factor, 5e6 * factor);
    }
}

package io.github.mewe.bench.paper;

import java.util.List;

/**
 * A service as the paper measured it (its tables 1 to 4).
 *
 * @param id the name of the service here
 * @param name its name in the paper
 * @param functions the number of its functions
 * @param diversified how many of them have variants
 * @param variants the number of their variants
 * @param before what a request takes the original, in microseconds
 * @param after what it takes the multivariant binary
 */
public record PaperService(
        String id, String name, int functions, int diversified, int variants, double before, double after) {
    public static final List<PaperService> ALL = List.of(
            new PaperService("encrypt", "libsodium encrypt", 23, 5, 56, 7, 217),
            new PaperService("decrypt", "libsodium decrypt", 20, 5, 49, 13, 225),
            new PaperService("random", "libsodium random", 8, 2, 238, 16, 232),
            new PaperService("invert", "libsodium invert", 8, 2, 125, 119, 341),
            new PaperService("bin2base64", "libsodium bin2base64", 3, 2, 47, 10, 215),
            new PaperService("qr-str", "qrcode str", 982, 17, 2_092, 3_117, 492_606),
            new PaperService("qr-image", "qrcode image", 858, 15, 2_063, 3_091, 512_669));

    /** The service with an id. */
    public static PaperService named(String id) {
        return ALL.stream()
                .filter(service -> service.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service " + id));
    }
}

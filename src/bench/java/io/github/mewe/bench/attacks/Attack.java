package io.github.mewe.bench.attacks;

import java.util.Arrays;
import java.util.Locale;

/** An attack on a program in {@code src/bench/attacks/c}. */
enum Attack {
    DECODER(
            "a converter of images reads an unlimited word into a buffer on the stack (CVE-2018-14550 in libpng); the"
                    + " overflow runs over all frames into the heap and puts a script into a web page",
            "frames, canaries"),
    COMMAND(
            "an overflow into the caller's frame replaces a function pointer and its argument; the program runs a"
                    + " command of the attacker",
            "frames, canaries"),
    CONSTANT(
            "an overflow of the stack replaces a constant, the name of the file that the program writes",
            "frames, canaries"),
    METADATA("a heap overflow replaces links of the allocator; freeing the block sets a flag", "heap"),
    REUSE("a message gets the block of a session that was freed and is still used", "heap"),
    FLAG("an overflow into the caller's frame sets a flag", "frames, canaries"),
    OFFSET("a write at an unchecked index sets a flag in the caller's frame, and nothing between", "frames"),
    LEAK("a reply that is too long contains the address of a frame", "frames with twins");

    /** The layout in which static data lies behind the stack. */
    static final String STACK_FIRST = "stack-first";

    private final String description;
    private final String measures;

    /**
     * Describes an attack.
     *
     * @param measures the measures against it
     */
    Attack(String description, String measures) {
        this.description = description;
        this.measures = measures;
    }

    /** The attack with a name. */
    static Attack named(String name) {
        return Arrays.stream(values())
                .filter(attack -> attack.title().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The name of the program and of its exported function. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The layout of the program: the linker places the stack before or after static data. */
    String layout() {
        return this == CONSTANT ? STACK_FIRST : "stack-last";
    }

    String description() {
        return description;
    }

    String measures() {
        return measures;
    }
}

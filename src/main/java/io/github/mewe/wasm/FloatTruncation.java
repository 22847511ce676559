package io.github.mewe.wasm;

/** Truncates floats to integers (core specification, section 4.3.3). */
enum FloatTruncation {
    I32_S(-0x1p31 - 1, true, 0x1p31, Integer.MIN_VALUE & 0xFFFF_FFFFL, Integer.MAX_VALUE),
    I32_U(-1, true, 0x1p32, 0, 0xFFFF_FFFFL),
    I64_S(-0x1p63, false, 0x1p63, Long.MIN_VALUE, Long.MAX_VALUE),
    I64_U(-1, true, 0x1p64, 0, -1);

    private final double below;
    private final boolean isBelowItself;
    private final double above;
    private final long least;
    private final long most;

    /**
     * The range of an integer type.
     *
     * @param below values below this bound are out of range
     * @param isBelowItself true if the bound itself is out of range
     * @param above values at or above this bound are out of range
     * @param least the bits of the least integer
     * @param most the bits of the greatest integer
     */
    FloatTruncation(double below, boolean isBelowItself, double above, long least, long most) {
        this.below = below;
        this.isBelowItself = isBelowItself;
        this.above = above;
        this.least = least;
        this.most = most;
    }

    private boolean isBelow(double value) {
        return value < below || isBelowItself && value == below;
    }

    /** Truncates a float; traps if the integer is out of range. */
    long trapping(double value) {
        if (Double.isNaN(value) || isBelow(value) || value >= above) {
            throw Arithmetic.Trap.TRAP;
        }
        return inRange(value);
    }

    /** Truncates a float and saturates; zero for a NaN. */
    long saturating(double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        return isBelow(value) ? least : value >= above ? most : inRange(value);
    }

    private long inRange(double value) {
        if (this == I64_U && value >= 0x1p63) {
            return (long) (value - 0x1p63) ^ Long.MIN_VALUE;
        }
        long integer = (long) value;
        return this == I32_S ? integer & 0xFFFF_FFFFL : integer;
    }
}

package io.github.mewe.ir;

/** The kinds of nodes in encoded bodies. */
enum NodeTag {
    END,
    CONST,
    LOCAL_GET,
    LOCAL_SET,
    GLOBAL_GET,
    GLOBAL_SET,
    INT_UNARY,
    INT_BINARY,
    NUMERIC,
    VECTOR_CONST,
    LOAD,
    STORE,
    SELECT,
    BLOCK,
    LOOP,
    IF,
    BREAK,
    SWITCH,
    CALL,
    DROP,
    RETURN,
    NOP,
    UNREACHABLE,
    OPAQUE;

    private static final NodeTag[] ALL = values();

    static NodeTag of(int number) {
        return ALL[number];
    }
}

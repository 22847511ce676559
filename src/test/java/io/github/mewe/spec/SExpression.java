package io.github.mewe.spec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A node of a script's text. The text has one character per byte of the file. */
sealed interface SExpression {
    /** The offset of its first character in the text. */
    int start();

    /** The offset after its last character. */
    int end();

    /** True for a list that starts with the keyword. */
    default boolean is(String keyword) {
        return false;
    }

    /**
     * A word or a string.
     *
     * @param text the source text; a string includes its quotes
     */
    record Atom(String text, int start, int end) implements SExpression {
        private static final Map<Character, Character> ESCAPES =
                Map.of('n', '\n', 't', '\t', 'r', '\r', '"', '"', '\'', '\'', '\\', '\\');

        boolean isString() {
            return text.startsWith("\"");
        }

        boolean isIdentifier() {
            return text.startsWith("$");
        }

        /** The bytes of a string, with escapes resolved. */
        byte[] bytes() {
            var bytes = new ByteArrayOutputStream();
            for (int i = 1; i < text.length() - 1; i++) {
                char c = text.charAt(i);
                if (c != '\\') {
                    bytes.write(c);
                    continue;
                }
                c = text.charAt(++i);
                if (c == 'u') {
                    int close = text.indexOf('}', i);
                    bytes.writeBytes(Character.toString(Integer.parseInt(text.substring(i + 2, close), 16))
                            .getBytes(StandardCharsets.UTF_8));
                    i = close;
                } else if (ESCAPES.containsKey(c)) {
                    bytes.write(ESCAPES.get(c));
                } else {
                    bytes.write(Integer.parseInt(text.substring(i, i + 2), 16));
                    i++;
                }
            }
            return bytes.toByteArray();
        }
    }

    /**
     * A list in parentheses.
     *
     * @param items its nodes
     */
    record Group(List<SExpression> items, int start, int end) implements SExpression {
        public Group {
            items = List.copyOf(items);
        }

        @Override
        public boolean is(String keyword) {
            return keyword.equals(word(0));
        }

        /** The word at an index; empty if there is none. */
        String word(int index) {
            return index < items.size() && items.get(index) instanceof Atom atom ? atom.text() : "";
        }

        /** The list from an index on. */
        Group from(int index) {
            return new Group(items.subList(index, items.size()), start, end);
        }
    }
}

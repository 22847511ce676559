package io.github.mewe.spec;

import io.github.mewe.spec.SExpression.Atom;
import io.github.mewe.spec.SExpression.Group;
import java.util.ArrayList;
import java.util.List;

/** Parses the text of a script into nodes. */
final class SExpressionReader {
    private final String text;
    private int position;

    private SExpressionReader(String text) {
        this.text = text;
    }

    static List<SExpression> read(String text) {
        return new SExpressionReader(text).nodes();
    }

    private List<SExpression> nodes() {
        var nodes = new ArrayList<SExpression>();
        for (skipSpace(); position < text.length() && text.charAt(position) != ')'; skipSpace()) {
            int start = position;
            if (text.charAt(position) == '(') {
                position++;
                List<SExpression> items = nodes();
                if (position == text.length()) {
                    throw new IllegalArgumentException("Unclosed list at offset " + start);
                }
                position++;
                nodes.add(new Group(items, start, position));
            } else {
                skipAtom();
                nodes.add(new Atom(text.substring(start, position), start, position));
            }
        }
        return nodes;
    }

    private void skipAtom() {
        if (text.charAt(position) == '"') {
            for (position++; text.charAt(position) != '"'; position++) {
                if (text.charAt(position) == '\\') {
                    position++;
                }
            }
            position++;
        } else {
            position++;
            while (position < text.length() && " \t\r\n()\";".indexOf(text.charAt(position)) < 0) {
                position++;
            }
        }
    }

    private void skipSpace() {
        while (position < text.length()) {
            if (text.startsWith("(;", position)) {
                skipBlockComment();
            } else if (text.startsWith(";;", position)) {
                int newline = text.indexOf('\n', position);
                position = newline < 0 ? text.length() : newline;
            } else if (Character.isWhitespace(text.charAt(position))) {
                position++;
            } else {
                return;
            }
        }
    }

    private void skipBlockComment() {
        int depth = 0;
        do {
            if (text.startsWith("(;", position)) {
                depth++;
                position += 2;
            } else if (text.startsWith(";)", position)) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0);
    }
}

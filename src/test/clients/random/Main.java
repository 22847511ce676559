package corpus;

import java.util.ArrayList;
import java.util.List;

/** Compiled by TeaVM: throws dice, and computes something that does not depend on them. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            words.add(Integer.toString(i * i, 7));
        }
        System.out.println(String.join(" ", words) + " " + (Math.random() < 1));
    }
}

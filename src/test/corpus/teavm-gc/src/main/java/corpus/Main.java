package corpus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Java of many kinds: what it prints is compared before and after a transformation. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    section("strings", Main::strings);
    section("collections", Main::collections);
    section("streams", Main::streams);
    section("shapes", Main::shapes);
    section("expressions", Main::expressions);
    section("exceptions", Main::exceptions);
    section("numbers", Main::numbers);
    section("algorithms", Main::algorithms);
  }

  private static void section(String name, Runnable body) {
    System.out.println("== " + name);
    body.run();
  }

  private static void strings() {
    StringBuilder text = new StringBuilder("Straße, naïve café — 渡辺");
    text.insert(0, '[').append(']').reverse();
    System.out.println(text + " " + text.length() + " " + text.toString().hashCode());
    System.out.println("MiXeD".toLowerCase(Locale.ROOT) + "mixed".toUpperCase(Locale.ROOT));
    System.out.println(String.join("|", "a,b,,c,".split(",")) + " " + "  trim ".trim() + " " + "ab".repeat(5));
    System.out.println("one two  three".replaceAll("(\\w+)\\s+(\\w+)", "$2-$1") + " " + "a1b22".matches("([a-z]\\d+)+"));
    System.out.println(String.format(Locale.ROOT, "%5d|%-6s|%08.3f|%x|%c|%b", 42, "ab", -3.14159, 255, 'z', true));
    System.out.println("abc".compareTo("abd") + " " + "banana".indexOf("na", 3) + " " + "x".isEmpty());
    int total = 0;
    for (int i = 0; i < text.length(); i++) {
      total = total * 31 + Character.getNumericValue(text.charAt(i)) + (Character.isLetter(text.charAt(i)) ? 1 : 0);
    }
    System.out.println(total);
    switch ("three") {
      case "one", "two" -> System.out.println("small");
      case "three" -> System.out.println("exact");
      default -> System.out.println("large");
    }
  }

  /** Numbers that are the same on every platform; the class library's are not. */
  private static final class Dice {
    private long state;

    Dice(long seed) {
      state = seed;
    }

    int roll(int sides) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      return (int) Long.remainderUnsigned(state >>> 20, sides);
    }
  }

  private enum Colour { RED, GREEN, BLUE }

  private static void collections() {
    Dice random = new Dice(42);
    List<Integer> list = new ArrayList<>();
    Map<String, Integer> hashed = new HashMap<>();
    TreeMap<Integer, String> sorted = new TreeMap<>(Comparator.reverseOrder());
    Map<Colour, List<Integer>> byColour = new EnumMap<>(Colour.class);
    for (int i = 0; i < 500; i++) {
      int value = random.roll(1000);
      list.add(value);
      hashed.merge("k" + value % 37, value, Integer::sum);
      sorted.put(value, "v" + i);
      byColour.computeIfAbsent(Colour.values()[value % 3], c -> new ArrayList<>()).add(value);
    }
    Collections.sort(list);
    Collections.rotate(list, 7);
    System.out.println(list.subList(0, 20) + " " + list.hashCode() + " " + Collections.max(list));
    System.out.println(new TreeMap<>(hashed));
    System.out.println(sorted.headMap(900) + " " + sorted.floorKey(500) + " " + sorted.lastEntry());
    byColour.forEach((colour, values) -> System.out.println(colour + " " + values.size() + " " + values.hashCode()));
    ArrayDeque<Integer> deque = new ArrayDeque<>();
    PriorityQueue<Integer> heap = new PriorityQueue<>(Comparator.comparing((Integer n) -> n % 10).thenComparing(n -> n));
    for (int value : list) {
      if (value % 2 == 0) deque.addFirst(value); else deque.addLast(value);
      heap.add(value);
      if (heap.size() > 12) heap.poll();
    }
    System.out.println(deque.peekFirst() + " " + deque.pollLast() + " " + deque.size() + " " + heap.poll() + " " + heap.poll());
    LinkedHashMap<Integer, Integer> cache = new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
        return size() > 5;
      }
    };
    for (int i = 0; i < 30; i++) cache.put(i * i % 11, cache.getOrDefault(i % 4, i));
    System.out.println(cache);
    BitSet sieve = new BitSet();
    sieve.set(2, 2000);
    for (int i = 2; i * i < 2000; i++) if (sieve.get(i)) for (int j = i * i; j < 2000; j += i) sieve.clear(j);
    System.out.println(sieve.cardinality() + " " + sieve.previousSetBit(1999) + " " + sieve.hashCode());
    int[] numbers = IntStream.generate(() -> random.roll(100) - 50).limit(200).toArray();
    Arrays.sort(numbers, 10, 190);
    System.out.println(Arrays.hashCode(numbers) + " " + Arrays.binarySearch(numbers, 10, 190, 17) + " " + Arrays.toString(Arrays.copyOf(numbers, 5)));
  }

  private static void streams() {
    System.out.println(IntStream.rangeClosed(1, 100).filter(n -> n % 3 == 0).mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "<", ">")));
    System.out.println(Stream.of("pear", "fig", "apple", "kiwi", "plum", "date").sorted(Comparator.comparing(String::length).thenComparing(Comparator.reverseOrder())).toList());
    System.out.println(Stream.iterate(1L, n -> n * 3 % 1009).limit(50).distinct().reduce(0L, Long::sum));
    TreeMap<Character, Long> initials = Stream.of("b", "a", "c", "ab", "ca")
        .collect(Collectors.groupingBy(s -> s.charAt(0), TreeMap::new, Collectors.counting()));
    System.out.println(initials);
    System.out.println(IntStream.range(0, 1000).mapToDouble(Math::sqrt).summaryStatistics());
    System.out.println(Stream.of(List.of(1, 2), List.of(3), List.<Integer>of()).flatMap(List::stream).map(n -> n * n).toList());
  }

  private sealed interface Shape permits Circle, Box, Group {}

  private record Circle(double radius) implements Shape {}

  private record Box(double width, double height) implements Shape {}

  private record Group(List<Shape> shapes) implements Shape {}

  private static double area(Shape shape) {
    if (shape instanceof Circle circle) return Math.PI * circle.radius() * circle.radius();
    if (shape instanceof Box box) return box.width() * box.height();
    return ((Group) shape).shapes().stream().mapToDouble(Main::area).sum();
  }

  private static void shapes() {
    Shape group = new Group(List.of(new Circle(1.5), new Box(2, 3.25), new Group(List.of(new Circle(0.1)))));
    System.out.println(area(group) + " " + group + " " + group.equals(new Group(List.of())) + " " + new Box(1, 2).hashCode());
    Object[] objects = {1, 2L, 3.5f, 'c', "s", new int[3], null, Colour.BLUE, new Circle(2)};
    StringBuilder kinds = new StringBuilder();
    for (Object object : objects) {
      kinds.append(object instanceof Number ? 'N' : object instanceof Comparable ? 'C' : object == null ? '0' : object.getClass().isArray() ? 'A' : 'O');
    }
    System.out.println(kinds);
  }

  /** A parser and evaluator of arithmetic, by recursive descent. */
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    long parse() {
      long value = sum();
      if (at < text.length()) throw new IllegalArgumentException("unexpected '" + text.charAt(at) + "' at " + at);
      return value;
    }

    private long sum() {
      long value = product();
      while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        value = OPERATORS.get(text.charAt(at++)).apply(value, product());
      }
      return value;
    }

    private long product() {
      long value = atom();
      while (at < text.length() && "*/%".indexOf(text.charAt(at)) >= 0) {
        value = OPERATORS.get(text.charAt(at++)).apply(value, atom());
      }
      return value;
    }

    private long atom() {
      if (at < text.length() && text.charAt(at) == '(') {
        at++;
        long value = sum();
        if (at >= text.length() || text.charAt(at++) != ')') throw new IllegalStateException("')' missing");
        return value;
      }
      int start = at;
      while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
      return Long.parseLong(text.substring(start, at));
    }
  }

  private static final Map<Character, BinaryOperator<Long>> OPERATORS =
      Map.of('+', Long::sum, '-', (a, b) -> a - b, '*', (a, b) -> a * b, '/', (a, b) -> a / b, '%', (a, b) -> a % b);

  private static void expressions() {
    for (String text : List.of("1+2*3", "(1+2)*3-4/(5-3)", "9223372036854775807+1", "7%4*(2", "2**3", "", "99999999999999999999", "(((((7)))))")) {
      try {
        System.out.println(text + " = " + new Parser(text).parse());
      } catch (ArithmeticException | IllegalStateException e) {
        System.out.println(text + " ! " + e.getMessage());
      } catch (IllegalArgumentException e) {
        System.out.println(text + " ? " + e.getClass().getSimpleName());
      }
    }
  }

  private static final class Resource implements AutoCloseable {
    private final String name;

    Resource(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      System.out.println("close " + name);
    }
  }

  private static int depth(int n) {
    try {
      if (n == 0) throw new UnsupportedOperationException("bottom");
      return depth(n - 1) + 1;
    } finally {
      if (n % 10 == 0) System.out.print(n + " ");
    }
  }

  private static void exceptions() {
    try (Resource first = new Resource("good"); Resource second = new Resource("other")) {
      System.out.println(first.name + second.name + depth(30));
    } catch (UnsupportedOperationException e) {
      System.out.println("caught " + e.getMessage());
    }
    List<Runnable> failures = List.of(
        () -> System.out.println(new int[2][3][1].length + List.of(1).get(1)),
        () -> System.out.println(((Object) "text") instanceof Integer n ? n : (Integer) (Object) "text"),
        () -> System.out.println(Integer.parseInt("12x")),
        () -> System.out.println(new ArrayList<>(List.of(1, 2)).iterator().next() * Integer.parseInt("")),
        () -> List.of(1).add(2),
        () -> System.out.println(Colour.valueOf("PINK")),
        () -> { throw new RuntimeException("outer", new Exception("inner")); });
    for (Runnable failure : failures) {
      try {
        failure.run();
      } catch (RuntimeException e) {
        System.out.println(e.getClass().getName() + (e.getCause() == null ? "" : " <- " + e.getCause().getMessage()));
      }
    }
  }

  private static void numbers() {
    BigInteger factorial = IntStream.rangeClosed(1, 60).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
    System.out.println(factorial + " " + factorial.bitLength() + " " + factorial.mod(BigInteger.valueOf(1_000_003)));
    System.out.println(BigInteger.TWO.pow(127).subtract(BigInteger.ONE).isProbablePrime(20) + " " + new BigInteger("123456789abcdef", 16).modPow(factorial, BigInteger.valueOf(998_244_353)));
    System.out.println(new BigDecimal("1").divide(new BigDecimal("7"), new MathContext(40)) + " " + new BigDecimal("12.3450").stripTrailingZeros());
    double[] doubles = {0.1 + 0.2, 1e-320, -0.0, 1 / 3.0, 1e22, 123456789.125, Double.NaN, Double.POSITIVE_INFINITY, Math.sin(1), Math.pow(2, 0.5)};
    for (double value : doubles) {
      System.out.println(value + " " + (float) value + " " + (long) value + " " + (int) value + " " + Math.round(value) + " " + Long.toHexString(Double.doubleToLongBits(value)));
    }
    long[] longs = {Long.MIN_VALUE, -1, 0x123456789abcdefL, 1L << 40};
    for (long value : longs) {
      System.out.println(Long.toString(value, 36) + " " + (value >>> 5) + " " + (value >> 5) + " " + value / 7 + " " + value % 7 + " " + Long.bitCount(value) + " " + Long.reverse(value) + " " + (byte) value + " " + (short) value + " " + (char) (value & 127 | 64));
    }
    System.out.println(Integer.toBinaryString(-12345) + " " + Integer.compareUnsigned(-1, 1) + " " + Long.compareUnsigned(-1L, 1L) + " " + Math.floorMod(-7, 3) + " " + Integer.highestOneBit(1000));
  }

  private static void algorithms() {
    int size = 40;
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size; i++) for (int j = 0; j < size; j++) matrix[i][j] = Math.cos(i * 1.3 + j * j) + (i == j ? 3 : 0);
    double determinant = 1;
    for (int k = 0; k < size; k++) {
      determinant *= matrix[k][k];
      for (int i = k + 1; i < size; i++) for (int j = size - 1; j >= k; j--) matrix[i][j] -= matrix[i][k] / matrix[k][k] * matrix[k][j];
    }
    System.out.println("determinant " + determinant);
    long[] memo = new long[91];
    Function<Integer, Long>[] fibonacci = cast(new Function[1]);
    fibonacci[0] = n -> n < 2 ? (long) n : memo[n] != 0 ? memo[n] : (memo[n] = fibonacci[0].apply(n - 1) + fibonacci[0].apply(n - 2));
    System.out.println("fibonacci " + fibonacci[0].apply(90));
    System.out.println("queens " + queens(8, 0, 0, 0, 0));
    System.out.println("sha " + Integer.toHexString(mix("The quick brown fox".repeat(200))));
    StringBuilder life = new StringBuilder();
    boolean[][] cells = new boolean[24][24];
    Dice random = new Dice(7);
    for (boolean[] row : cells) for (int i = 0; i < row.length; i++) row[i] = random.roll(3) == 0;
    for (int generation = 0; generation < 60; generation++) cells = step(cells);
    for (boolean[] row : cells) {
      for (boolean cell : row) life.append(cell ? '#' : '.');
      life.append('\n');
    }
    System.out.print(life);
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object object) {
    return (T) object;
  }

  private static int queens(int size, int row, int columns, int left, int right) {
    if (row == size) return 1;
    int count = 0;
    for (int free = ~(columns | left | right) & ((1 << size) - 1); free != 0; free &= free - 1) {
      int bit = free & -free;
      count += queens(size, row + 1, columns | bit, (left | bit) << 1, (right | bit) >>> 1);
    }
    return count;
  }

  private static int mix(String text) {
    int h = 0x811c9dc5;
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xff)) * 0x01000193;
      h = Integer.rotateLeft(h, 5) + (h >>> 3);
    }
    return h;
  }

  private static boolean[][] step(boolean[][] cells) {
    int n = cells.length;
    boolean[][] next = new boolean[n][n];
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        int around = 0;
        for (int d = 0; d < 9; d++) {
          if (d != 4 && cells[(y + d / 3 - 1 + n) % n][(x + d % 3 - 1 + n) % n]) around++;
        }
        next[y][x] = around == 3 || cells[y][x] && around == 2;
      }
    }
    return next;
  }
}

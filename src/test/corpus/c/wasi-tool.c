// A WASI program that does a little of everything a C compiler emits code for: text, sorting
// through function pointers, recursion, 64-bit and floating-point arithmetic, memory, exit codes.

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- words: count the words of standard input, in an order of the caller's choice

typedef struct word { char *text; long count; long first; struct word *next; } word;
enum { BUCKETS = 257 };
static word *buckets[BUCKETS];

static uint64_t fnv(const char *s) {
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  while (*s) h = (h ^ (unsigned char)*s++) * UINT64_C(0x100000001b3);
  return h;
}

static word *intern(const char *text, long position) {
  word **slot = &buckets[fnv(text) % BUCKETS];
  for (; *slot; slot = &(*slot)->next)
    if (!strcmp((*slot)->text, text)) return *slot;
  word *w = malloc(sizeof *w);
  *w = (word){strdup(text), 0, position, NULL};
  return *slot = w;
}

static int by_text(const void *a, const void *b) { return strcmp((*(word *const *)a)->text, (*(word *const *)b)->text); }
static int by_first(const void *a, const void *b) {
  long x = (*(word *const *)a)->first, y = (*(word *const *)b)->first;
  return (x > y) - (x < y);
}
static int by_count(const void *a, const void *b) {
  long x = (*(word *const *)a)->count, y = (*(word *const *)b)->count;
  return x == y ? by_text(a, b) : (x < y) - (x > y);
}

static const struct { const char *name; int (*compare)(const void *, const void *); } orders[] = {
  {"text", by_text}, {"first", by_first}, {"count", by_count},
};

static int words(int argc, char **argv) {
  int (*compare)(const void *, const void *) = by_count;
  for (int i = 0; i < argc; i++)
    for (size_t k = 0; k < sizeof orders / sizeof *orders; k++)
      if (!strcmp(argv[i], orders[k].name)) compare = orders[k].compare;
  char token[128];
  size_t length = 0;
  long total = 0, distinct = 0;
  for (int c;;) {
    c = getchar();
    if (c != EOF && isalpha(c) && length < sizeof token - 1) { token[length++] = (char)tolower(c); continue; }
    if (length) {
      token[length] = 0;
      word *w = intern(token, total++);
      if (!w->count++) distinct++;
      length = 0;
    }
    if (c == EOF) break;
  }
  word **list = calloc((size_t)distinct + 1, sizeof *list);
  long n = 0;
  for (int b = 0; b < BUCKETS; b++) for (word *w = buckets[b]; w; w = w->next) list[n++] = w;
  qsort(list, (size_t)n, sizeof *list, compare);
  for (long i = 0; i < n; i++)
    printf("%-20.18s %4ld %5.2f%% %016" PRIx64 "\n", list[i]->text, list[i]->count,
           100.0 * (double)list[i]->count / (double)total, fnv(list[i]->text));
  printf("%ld words, %ld distinct\n", total, distinct);
  return 0;
}

// ---- calc: an expression evaluator by recursive descent

typedef struct { const char *at; int errors; } parser;
static double sum(parser *p);

static const struct { const char *name; double (*apply)(double); } functions[] = {
  {"sin", sin}, {"cos", cos}, {"tan", tan}, {"exp", exp}, {"log", log}, {"sqrt", sqrt},
  {"floor", floor}, {"cbrt", cbrt}, {"tgamma", tgamma}, {"erf", erf},
};

static void spaces(parser *p) { while (isspace((unsigned char)*p->at)) p->at++; }

static double atom(parser *p) {
  spaces(p);
  if (*p->at == '-') { p->at++; return -atom(p); }
  if (*p->at == '(') {
    p->at++;
    double value = sum(p);
    spaces(p);
    if (*p->at == ')') p->at++; else p->errors++;
    return value;
  }
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    size_t n = strlen(functions[i].name);
    if (!strncmp(p->at, functions[i].name, n)) { p->at += n; return functions[i].apply(atom(p)); }
  }
  char *end;
  double value = strtod(p->at, &end);
  if (end == p->at) p->errors++;
  p->at = end;
  return value;
}

static double power(parser *p) {
  double base = atom(p);
  spaces(p);
  return *p->at == '^' ? (p->at++, pow(base, power(p))) : base;
}

static double product(parser *p) {
  double value = power(p);
  for (;;) {
    spaces(p);
    switch (*p->at) {
      case '*': p->at++; value *= power(p); break;
      case '/': p->at++; value /= power(p); break;
      case '%': p->at++; value = fmod(value, power(p)); break;
      default: return value;
    }
  }
}

static double sum(parser *p) {
  double value = product(p);
  for (;;) {
    spaces(p);
    if (*p->at == '+') { p->at++; value += product(p); }
    else if (*p->at == '-') { p->at++; value -= product(p); }
    else return value;
  }
}

static int calc(int argc, char **argv) {
  int failures = 0;
  for (int i = 0; i < argc; i++) {
    parser p = {argv[i], 0};
    double value = sum(&p);
    if (p.errors || *p.at) { fprintf(stderr, "calc: bad expression at '%s'\n", p.at); failures++; continue; }
    printf("%s = %.17g %a %e %.3f\n", argv[i], value, value, value, value);
  }
  return failures;
}

// ---- bits: 64-bit arithmetic, signed and unsigned

static uint64_t modmul(uint64_t a, uint64_t b, uint64_t modulus) {
  uint64_t result = 0;
  for (a %= modulus; b; b >>= 1) {
    if (b & 1) result = result >= modulus - a ? result - (modulus - a) : result + a;
    a = a >= modulus - a ? a - (modulus - a) : a + a;
  }
  return result;
}

static uint64_t modpow(uint64_t base, uint64_t exponent, uint64_t modulus) {
  uint64_t result = 1;
  for (; exponent; exponent >>= 1, base = modmul(base, base, modulus))
    if (exponent & 1) result = modmul(result, base, modulus);
  return result;
}

static int prime(uint64_t n) {
  static const uint64_t witnesses[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
  if (n < 2 || n % 2 == 0) return n == 2;
  uint64_t odd = n - 1;
  int twos = __builtin_ctzll(odd);
  odd >>= twos;
  for (size_t i = 0; i < sizeof witnesses / sizeof *witnesses; i++) {
    uint64_t x = modpow(witnesses[i], odd, n);
    if (witnesses[i] % n == 0 || x == 1 || x == n - 1) continue;
    int k = 1;
    for (; k < twos && x != n - 1; k++) x = modpow(x, 2, n);
    if (x != n - 1) return 0;
  }
  return 1;
}

static int bits(int argc, char **argv) {
  for (int i = 0; i < argc; i++) {
    char *end;
    errno = 0;
    uint64_t n = strtoull(argv[i], &end, 0);
    if (errno || *end) { printf("%s: %s\n", argv[i], errno ? strerror(errno) : "not a number"); continue; }
    int64_t s = (int64_t)n, d = (int64_t)(n % 1000) - 500;
    printf("%" PRIu64 " %" PRId64 " %#" PRIx64 " %#" PRIo64 " pop %d clz %d prime %d", n, s, n, n,
           __builtin_popcountll(n), n ? __builtin_clzll(n) : 64, prime(n));
    if (d) printf(" / %" PRId64 " %% %" PRId64, s / d, s % d);
    printf(" rot %" PRIx64 " sar %" PRId64 " f %.9g u %.9g t %" PRId32 "\n", n << 13 | n >> 51, s >> 7,
           (double)s, (double)(float)n, (int32_t)(n * UINT64_C(6364136223846793005) >> 33));
  }
  return 0;
}

// ---- queens and matrix: recursion and arrays

static long queens(int size, unsigned columns, unsigned left, unsigned right) {
  unsigned full = (1u << size) - 1, free_ = full & ~(columns | left | right);
  if (columns == full) return 1;
  long count = 0;
  for (; free_; free_ &= free_ - 1) {
    unsigned bit = free_ & -free_;
    count += queens(size, columns | bit, (left | bit) << 1, (right | bit) >> 1);
  }
  return count;
}

static int matrix(int argc, char **argv) {
  int n = argc ? atoi(argv[0]) : 8;
  double *a = malloc(sizeof(double) * (size_t)n * (size_t)n), determinant = 1;
  for (int i = 0; i < n * n; i++) a[i] = sin(i * 1.7) + (i % (n + 1) == 0 ? 2 : 0);
  for (int k = 0; k < n; k++) {
    int pivot = k;
    for (int i = k + 1; i < n; i++) if (fabs(a[i * n + k]) > fabs(a[pivot * n + k])) pivot = i;
    if (pivot != k) {
      determinant = -determinant;
      for (int j = 0; j < n; j++) { double t = a[k * n + j]; a[k * n + j] = a[pivot * n + j]; a[pivot * n + j] = t; }
    }
    determinant *= a[k * n + k];
    for (int i = k + 1; i < n; i++)
      for (int j = n - 1; j >= k; j--) a[i * n + j] -= a[i * n + k] / a[k * n + k] * a[k * n + j];
  }
  printf("determinant %.15g\n", determinant);
  for (int size = 1; size <= n && size <= 10; size++) printf("queens %d: %ld\n", size, queens(size, 0, 0, 0));
  free(a);
  return 0;
}

static int fail(int argc, char **argv) {
  if (argc && !strcmp(argv[0], "abort")) abort();
  if (argc && !strcmp(argv[0], "divide")) { volatile int n = 100, zero = argc - 1; printf("%d\n", n / zero); }
  if (argc && !strcmp(argv[0], "memory")) { volatile char *p = (char *)0xfffffff0u; *p = 1; }
  return argc ? atoi(argv[0]) : 1;
}

static const struct { const char *name; int (*run)(int, char **); } commands[] = {
  {"words", words}, {"calc", calc}, {"bits", bits}, {"matrix", matrix}, {"fail", fail},
};

int main(int argc, char **argv) {
  if (argc > 1)
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
      if (!strcmp(argv[1], commands[i].name)) {
        int status = commands[i].run(argc - 2, argv + 2);
        printf("[%s: %d, HOME=%s]\n", argv[1], status, getenv("HOME") ? getenv("HOME") : "");
        return status;
      }
  fprintf(stderr, "usage: %s words|calc|bits|matrix|fail ARGUMENT...\n", argv[0]);
  return 64;
}

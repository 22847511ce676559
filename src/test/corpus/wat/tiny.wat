;; One small module with what compilers use seldom or only implicitly: a start function, imported
;; and exported mutable globals, two tables, multi-value blocks, reference instructions, passive
;; segments, a function that is exported twice and stands in a table, calls back from the host.
(module
  (type $binary (func (param i32 i32) (result i32)))
  (type $pair (func (param i64) (result i64 i64)))

  (import "host" "log" (func $log (param i32)))
  (import "host" "back" (func $back (param i32) (result i32)))
  (import "host" "base" (global $base i32))
  (import "host" "count" (global $count (mut i32)))

  (memory (export "memory") 1 3)
  (table $ops (export "ops") 8 funcref)
  (table $kept (export "kept") 4 externref)
  (global $state (export "state") (mut i64) (i64.const 0x123456789abcdef))
  (global $held (mut funcref) (ref.null func))

  (elem (table $ops) (i32.const 0) func $add $sub $mul $div $pick)
  (elem $spare func $mul $add)
  (elem declare func $fib)
  (data (i32.const 16) "The quick brown fox jumps over the lazy dog")
  (data $late "\01\02\03\04\05\06\07\08")

  (start $begin)

  (export "add" (func $add))
  (export "also_add" (func $add))
  (export "log" (func $log))

  (func $begin
    (global.set $count (i32.add (global.get $base) (i32.const 1)))
    (call $log (global.get $count)))

  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func $sub (type $binary) (i32.sub (local.get 0) (local.get 1)))
  (func $mul (type $binary) (i32.mul (local.get 0) (local.get 1)))
  (func $div (type $binary) (i32.div_s (local.get 0) (local.get 1)))
  (func $pick (type $binary)
    (select (local.get 0) (local.get 1) (i32.lt_u (local.get 0) (local.get 1))))

  (func (export "apply") (param $op i32) (param $a i32) (param $b i32) (result i32)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (call_indirect $ops (type $binary) (local.get $a) (local.get $b) (local.get $op)))

  ;; Wrong type on purpose: must trap.
  (func (export "mistyped") (param $op i32) (result i64 i64)
    (call_indirect $ops (type $pair) (i64.const 1) (local.get $op)))

  (func $divmod (export "divmod") (param $n i64) (param $d i64) (result i64 i64)
    (i64.div_s (local.get $n) (local.get $d))
    (i64.rem_s (local.get $n) (local.get $d)))

  ;; Multi-value blocks and loops: Euclid on the operand stack.
  (func (export "gcd") (param $a i64) (param $b i64) (result i64)
    (local $t i64)
    (local.get $a)
    (local.get $b)
    (loop $next (param i64 i64) (result i64)
      (local.set $b)
      (local.set $a)
      (if (result i64) (i64.eqz (local.get $b))
        (then (local.get $a))
        (else
          (local.set $t (i64.rem_u (local.get $a) (local.get $b)))
          (local.get $b)
          (local.get $t)
          (br $next)))))

  (func $fib (export "fib") (param $n i32) (result i64)
    (if (result i64) (i32.lt_u (local.get $n) (i32.const 2))
      (then (i64.extend_i32_u (local.get $n)))
      (else (i64.add
        (call $fib (i32.sub (local.get $n) (i32.const 1)))
        (call $fib (i32.sub (local.get $n) (i32.const 2)))))))

  ;; xorshift64*, with its state in an exported global.
  (func $random (export "random") (result i64)
    (local $x i64)
    (local.set $x (global.get $state))
    (local.set $x (i64.xor (local.get $x) (i64.shr_u (local.get $x) (i64.const 12))))
    (local.set $x (i64.xor (local.get $x) (i64.shl (local.get $x) (i64.const 25))))
    (local.set $x (i64.xor (local.get $x) (i64.shr_u (local.get $x) (i64.const 27))))
    (global.set $state (local.get $x))
    (i64.mul (local.get $x) (i64.const 2685821657736338717)))

  ;; CRC-32 of memory.
  (func (export "crc32") (param $at i32) (param $length i32) (result i32)
    (local $crc i32) (local $bit i32)
    (local.set $crc (i32.const -1))
    (block $done
      (loop $byte
        (br_if $done (i32.eqz (local.get $length)))
        (local.set $crc (i32.xor (local.get $crc) (i32.load8_u (local.get $at))))
        (local.set $bit (i32.const 8))
        (loop $bits
          (local.set $crc (i32.xor
            (i32.shr_u (local.get $crc) (i32.const 1))
            (i32.and (i32.const 0xedb88320)
              (i32.sub (i32.const 0) (i32.and (local.get $crc) (i32.const 1))))))
          (br_if $bits (local.tee $bit (i32.sub (local.get $bit) (i32.const 1)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (local.set $length (i32.sub (local.get $length) (i32.const 1)))
        (br $byte)))
    (i32.xor (local.get $crc) (i32.const -1)))

  ;; A switch with fall-through.
  (func (export "switch") (param $n i32) (result i32)
    (local $r i32)
    (block $default
      (block $three
        (block $two
          (block $one
            (br_table $one $two $three $two $default (local.get $n)))
          (local.set $r (i32.or (local.get $r) (i32.const 1))))
        (local.set $r (i32.or (local.get $r) (i32.const 2))))
      (local.set $r (i32.or (local.get $r) (i32.const 4)))
      (return (local.get $r)))
    (i32.sub (local.get $r) (local.get $n)))

  ;; Bits of floating-point results, so that signed zeros and the last bit show.
  (func (export "float_bits") (param $a f64) (param $b f64) (result i64 i64 i64 i32 i32)
    (i64.reinterpret_f64 (f64.div (f64.sub (local.get $a) (local.get $b)) (f64.mul (local.get $a) (local.get $b))))
    (i64.reinterpret_f64 (f64.copysign (f64.nearest (local.get $a)) (f64.neg (local.get $b))))
    (i64.reinterpret_f64 (f64.max (f64.min (local.get $a) (local.get $b)) (f64.sqrt (f64.abs (local.get $b)))))
    (i32.reinterpret_f32 (f32.add (f32.demote_f64 (local.get $a)) (f32.const 0.1)))
    (i32.trunc_sat_f64_s (f64.mul (local.get $a) (local.get $b))))

  ;; The payload of a NaN passes through these unchanged, by the specification.
  (func (export "nan_bits") (param $a i64) (param $b i64) (result i64 i64 i64 i32)
    (local $x f64)
    (local.set $x (f64.reinterpret_i64 (local.get $a)))
    (f64.store (i32.const 8) (f64.neg (local.get $x)))
    (i64.load (i32.const 8))
    (i64.reinterpret_f64 (f64.abs (local.get $x)))
    (i64.reinterpret_f64 (f64.copysign (local.get $x) (f64.reinterpret_i64 (local.get $b))))
    (i32.reinterpret_f32 (f32.neg (f32.reinterpret_i32 (i32.wrap_i64 (local.get $a))))))

  (func (export "truncate") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))

  (func (export "narrow") (param i64) (result i32 i64 i64 i32 i32)
    (i32.extend8_s (i32.wrap_i64 (local.get 0)))
    (i64.extend16_s (local.get 0))
    (i64.rotl (local.get 0) (i64.popcnt (local.get 0)))
    (i32.rotr (i32.wrap_i64 (local.get 0)) (i32.ctz (i32.wrap_i64 (local.get 0))))
    (i32.clz (i32.wrap_i64 (i64.shr_s (local.get 0) (i64.const 9)))))

  ;; References.
  (func (export "keep") (param $slot i32) (param $value externref) (result externref i32)
    (table.get $kept (local.get $slot))
    (table.set $kept (local.get $slot) (local.get $value))
    (ref.is_null (local.get $value)))
  (func (export "hold") (param $which i32) (result funcref)
    (if (local.get $which)
      (then (global.set $held (ref.func $fib)))
      (else (global.set $held (table.get $ops (i32.const 0)))))
    (global.get $held))
  (func (export "respare") (param $at i32) (result i32)
    (table.init $ops $spare (local.get $at) (i32.const 0) (i32.const 2))
    (table.copy $ops $ops (i32.const 7) (local.get $at) (i32.const 1))
    (elem.drop $spare)
    (table.grow $ops (ref.null func) (i32.const 1)))

  ;; Bulk memory, growth, and stores of every width.
  (func (export "shuffle") (param $at i32) (result i32)
    (memory.init $late (local.get $at) (i32.const 0) (i32.const 8))
    (memory.copy (i32.add (local.get $at) (i32.const 3)) (local.get $at) (i32.const 8))
    (memory.fill (i32.add (local.get $at) (i32.const 20)) (i32.const 0xab) (i32.const 5))
    (i64.store16 offset=30 (local.get $at) (i64.const 0x1234567))
    (i32.store8 offset=33 (local.get $at) (i32.const -2))
    (f32.store offset=36 (local.get $at) (f32.const -0))
    (i64.store offset=41 align=1 (local.get $at) (call $random))
    (memory.grow (i32.const 1)))

  ;; Into the host and back, in the middle of an expression.
  (func (export "reenter") (param $n i32) (result i32)
    (i32.add
      (call $add (local.get $n) (global.get $count))
      (i32.mul (call $back (local.get $n)) (global.get $count))))

  (func (export "indirect") (param $n i32) (result i32)
    (i32.add (i32.const 1) (call_indirect $ops (type $binary)
      (local.get $n) (i32.const 0) (i32.const 6)))))

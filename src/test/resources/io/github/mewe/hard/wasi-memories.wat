;; The host of WASI writes to the exported memory, which is not the first one.
(module
  (import "test" "note" (func $note (param i32 i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (memory $first 1)
  (memory $second (export "memory") 1)
  (data (memory $first) (i32.const 0) "the first memory")
  (data (memory $second) (i32.const 0) "the exported one")
  (func $mix (export "mix") (param $x i32) (result i32)
    (i32.add
      (i32.xor (i32.load $first (local.get $x)) (i32.load $second (local.get $x)))
      (i32.mul (i32.add (local.get $x) (i32.const 3)) (i32.const 11))))
  (func $hash (export "hash") (param $second i32) (result i64)
    (local $i i32) (local $h i64)
    (loop $next
      (local.set $h
        (i64.add
          (i64.mul (local.get $h) (i64.const 31))
          (if (result i64) (local.get $second)
            (then (i64.load8_u $second (local.get $i)))
            (else (i64.load8_u $first (local.get $i))))))
      (br_if $next
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 64))))
    (local.get $h)))

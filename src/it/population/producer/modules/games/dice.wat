;; Imports random_get itself: a roll of a die with as many sides as asked for.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (memory (export "memory") 1)

  (func $entropy (result i32)
    (if (call $random_get (i32.const 32) (i32.const 4)) (then (unreachable)))
    (i32.xor (i32.load (i32.const 32)) (i32.shr_u (i32.load (i32.const 32)) (i32.const 7))))

  (func $mix (export "mix") (param $x i32) (param $y i32) (result i32)
    (i32.add
      (i32.xor (i32.rotl (local.get $x) (i32.const 5)) (local.get $y))
      (i32.and (i32.mul (local.get $x) (i32.const 40503)) (i32.const 0xffff))))

  (func $roll (export "roll") (param $sides i32) (result i32)
    (i32.add (i32.rem_u (call $entropy) (local.get $sides)) (i32.const 1))))

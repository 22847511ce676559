;; Arithmetic that no other module is likely to have.
(module
  (func $mix (export "mix") (param $x i64) (param $y i64) (result i64)
    (i64.add
      (i64.rotr
        (i64.xor (i64.mul (local.get $x) (i64.const 0x9e3779b97f4a7c15)) (i64.shr_u (local.get $y) (i64.const 17)))
        (i64.const 41))
      (i64.popcnt (i64.sub (local.get $y) (i64.rotl (local.get $x) (i64.const 3))))))

  (func $fold (export "fold") (param $x i32) (param $y i32) (result i32)
    (i32.or
      (i32.shl (i32.clz (i32.and (local.get $x) (i32.rotl (local.get $y) (i32.const 9)))) (i32.const 11))
      (i32.extend8_s (i32.xor (i32.ctz (local.get $x)) (i32.mul (local.get $y) (i32.const 77))))))

  (func (export "demo") (result i32)
    (i32.xor
      (call $fold (i32.const 123456789) (i32.const -987654321))
      (i32.wrap_i64 (call $mix (i64.const 81985529216486895) (i64.const -1))))))

;; A module without a memory.
(module
  (func $mix (export "mix") (param $x i32) (param $y i32) (result i32)
    (i32.add
      (i32.xor (i32.rotl (local.get $x) (i32.const 5)) (local.get $y))
      (i32.and (i32.mul (local.get $x) (i32.const 40503)) (i32.const 0xffff)))))

;; Recursion without tail calls: how deep it goes shows what frames cost.
(module
  (import "test" "note" (func $note (param i32 i32)))
  (type $op (func (param i32 i32) (result i32)))
  (table 1 funcref)
  (elem (i32.const 0) $indirect)
  (global $depth (export "depth") (mut i32) (i32.const 0))
  (func $direct (export "direct") (type $op) (param $n i32) (param $x i32) (result i32)
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (i32.add
      (i32.mul (local.get $x) (i32.const 3))
      (call $direct (i32.add (local.get $n) (i32.const 1)) (i32.xor (local.get $x) (local.get $n)))))
  (func $indirect (export "indirect") (type $op) (param $n i32) (param $x i32) (result i32)
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (i32.add
      (i32.mul (local.get $x) (i32.const 3))
      (call_indirect (type $op)
        (i32.add (local.get $n) (i32.const 1))
        (i32.xor (local.get $x) (local.get $n))
        (i32.const 0)))))

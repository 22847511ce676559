;; Takes functions, tables and a global from another module, gives them on, and puts functions of its own there.
(module
  (import "test" "note" (func $note (param i32 i32)))
  (rec
    (type $op (func (param i32) (result i32)))
    (type $other (func (param i32) (result i32))))
  (import "main" "mix" (func $mix (type $op)))
  (import "main" "active" (table $active 8 funcref))
  (import "main" "variable" (global $variable (mut funcref)))
  (elem (table $active) (i32.const 5) func $own $mix)
  (export "mixAgain" (func $mix))
  (export "own" (func $own))
  (func $own (type $op) (param $x i32) (result i32)
    (i32.sub (i32.mul (local.get $x) (i32.const 13)) (i32.xor (local.get $x) (i32.const 99))))
  (func (export "imported") (param $x i32) (result i32)
    (i32.add (call $mix (local.get $x)) (i32.rotl (local.get $x) (i32.const 3))))
  (func (export "throughTable") (param $i i32) (param $x i32) (result i32)
    (call_indirect $active (type $op) (local.get $x) (local.get $i)))
  (func (export "replace") (global.set $variable (ref.func $own))))

;; Tail calls of each kind, as deep as no stack would bear.
(module
  (import "test" "note" (func $note (param i32 i32)))
  (type $step (func (param i32 i64) (result i64)))
  (table 2 funcref)
  (elem (i32.const 0) $up $down)
  (func $self (export "self") (type $step) (param $n i32) (param $acc i64) (result i64)
    (if (i32.eqz (local.get $n)) (then (return (local.get $acc))))
    (return_call $self
      (i32.sub (local.get $n) (i32.const 1))
      (i64.add (i64.mul (local.get $acc) (i64.const 31)) (i64.extend_i32_u (local.get $n)))))
  (func $up (export "up") (type $step) (param $n i32) (param $acc i64) (result i64)
    (if (i32.eqz (local.get $n)) (then (return (i64.sub (i64.const 0) (local.get $acc)))))
    (return_call_indirect (type $step)
      (i32.sub (local.get $n) (i32.const 1))
      (i64.xor (i64.rotl (local.get $acc) (i64.const 7)) (i64.extend_i32_u (local.get $n)))
      (i32.const 1)))
  (func $down (type $step) (param $n i32) (param $acc i64) (result i64)
    (if (i32.eqz (local.get $n)) (then (return (local.get $acc))))
    (return_call_ref $step
      (i32.sub (local.get $n) (i32.const 1))
      (i64.sub (local.get $acc) (i64.shl (i64.extend_i32_u (local.get $n)) (i64.const 3)))
      (ref.func $up))))

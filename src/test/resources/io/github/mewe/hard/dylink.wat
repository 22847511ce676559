;; The main module of a program that is linked when it is loaded.
(module
  (import "test" "note" (func $note (param i32 i32)))
  (memory (export "memory") 2)
  (table (export "__indirect_function_table") 4 funcref)
  (global (export "__stack_pointer") (mut i32) (i32.const 65536))
  (global (export "shared_counter") i32 (i32.const 1024))
  (type $op (func (param i32) (result i32)))
  (elem (i32.const 1) func $main_local)
  (func $main_mix (export "main_mix") (type $op) (param $x i32) (result i32)
    (i32.sub (i32.mul (local.get $x) (i32.const 31)) (i32.rotl (local.get $x) (i32.const 5))))
  (func $main_twist (export "main_twist") (type $op) (param $x i32) (result i32)
    (i32.xor (i32.add (local.get $x) (i32.const 1234)) (i32.shl (local.get $x) (i32.const 3))))
  (func $main_local (type $op) (param $x i32) (result i32)
    (i32.or (i32.sub (local.get $x) (i32.const 9)) (i32.and (local.get $x) (i32.const 0xff))))
  (func $main_call (export "main_call") (param $pointer i32) (param $x i32) (result i32)
    (i32.add
      (call_indirect (type $op) (local.get $x) (local.get $pointer))
      (i32.load (i32.const 1024)))))

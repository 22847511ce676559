;; What the core tests that come with Binaryen do not cover, and went wrong once.

;; A multivalue result is kept in a local of several values, which no function can take as a parameter.
(module
  (func $twice (param i64) (result i64 i64) (local.get 0) (local.get 0))
  (func $again (param i64 i64) (result i64 i64 i64) (local.get 0) (local.get 1) (local.get 0))
  (func (export "factorial") (param i64) (result i64)
    (i64.const 1) (local.get 0)
    (loop $l (param i64 i64) (result i64)
      (call $again) (call $again) (i64.mul)
      (call $again) (i64.const 1) (i64.sub)
      (call $twice) (i64.const 0) (i64.gt_u)
      (br_if $l)
      (drop) (return))))
(assert_return (invoke "factorial" (i64.const 20)) (i64.const 2432902008176640000))

;; A declarative segment has a number as the others have.
(module
  (table $t 3 funcref)
  (func $a (result i32) (i32.const 1))
  (func $b (result i32) (i32.const 2))
  (func $c (result i32) (i32.const 3))
  (elem $d declare func $a)
  (elem $p func $b)
  (elem $q func $c)
  (func (export "init") (param i32)
    (table.init $t $p (i32.add (local.get 0) (i32.const 0)) (i32.const 0) (i32.const 1))
    (table.init $t $q (i32.add (local.get 0) (i32.const 1)) (i32.const 0) (i32.const 1))
    (elem.drop $q))
  (func (export "init declared") (param i32)
    (table.init $t $d (i32.const 0) (i32.const 0) (i32.and (local.get 0) (i32.const 1))))
  (func (export "call") (param i32) (result i32) (call_indirect (result i32) (local.get 0))))
(invoke "init" (i32.const 0))
(assert_return (invoke "call" (i32.const 0)) (i32.const 2))
(assert_return (invoke "call" (i32.const 1)) (i32.const 3))
(assert_trap (invoke "init" (i32.const 0)) "out of bounds table access")
(invoke "init declared" (i32.const 0))
(assert_trap (invoke "init declared" (i32.const 1)) "out of bounds table access")

;; A declarative segment of expressions: its type takes two bytes.
(module binary
  "\00asm" "\01\00\00\00"
  "\01\04\01\60\00\00"       ;; type 0: a function
  "\03\02\01\00"             ;; function 0
  "\09\08\01"                ;; one segment
    "\07\64\70\01\d2\00\0b"  ;; declarative, (ref func), function 0
  "\0a\04\01\02\00\0b")      ;; its body

;; Types in a group stay the types of that group.
(module
  (rec (type $f (func)) (type (func)))
  (tag (export "tag") (type $f)))
(register "group")
(module
  (rec (type $f (func)) (type (func)))
  (tag (import "group" "tag") (type $f)))
(assert_unlinkable
  (module
    (rec (type (func)) (type $f (func)))
    (tag (import "group" "tag") (type $f)))
  "incompatible import type")
(assert_unlinkable
  (module
    (type $f (func))
    (tag (import "group" "tag") (type $f)))
  "incompatible import type")

;; The type that the message about it names has no name.
(assert_invalid
  (module
    (type (struct (field $x i64)))
    (func (param (ref 0)) (result i32) (struct.get 0 $x (local.get 0))))
  "type mismatch")

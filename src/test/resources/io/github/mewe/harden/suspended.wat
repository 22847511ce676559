;; Functions with frames, below which an import suspends the module. Asyncify is applied to this.
(module
  (import "env" "wait" (func $wait (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $__stack_pointer (export "pointer") (mut i32) (i32.const 16384))

  (func $deep (export "deep") (param $n i32) (result i32) (local $fp i32) (local $r i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 32))))
    (i32.store (local.get $fp) (i32.mul (local.get $n) (i32.const 1001)))
    (i32.store offset=28 (local.get $fp) (local.get $n))
    (if (local.get $n)
      (then (local.set $r (call $deep (i32.sub (local.get $n) (i32.const 1)))))
      (else (local.set $r (call $wait (i32.const 5)))))
    (local.set $r
      (i32.add
        (i32.mul (local.get $r) (i32.const 31))
        (i32.xor (i32.load (local.get $fp)) (i32.load offset=28 (local.get $fp)))))
    (local.set $r (i32.add (local.get $r) (call $wait (local.get $n))))
    (local.set $r (i32.add (local.get $r) (i32.load (local.get $fp))))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 32)))
    (local.get $r)))

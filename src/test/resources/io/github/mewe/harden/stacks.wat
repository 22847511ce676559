;; Functions with frames. Threads share the memory and have stacks of their own.
(module
  (import "env" "memory" (memory 1 4 shared))
  (global $__stack_pointer (export "pointer") (mut i32) (i32.const 16384))

  (func $fill (param $p i32) (param $n i32) (param $v i32)
    (loop $next
      (if (local.get $n)
        (then
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (i32.store8
            (i32.add (local.get $p) (local.get $n))
            (i32.add (local.get $v) (i32.mul (local.get $n) (i32.const 5))))
          (br $next)))))

  (func $recursive (export "recursive") (param $n i32) (result i32) (local $fp i32) (local $r i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 32))))
    (call $fill (local.get $fp) (i32.const 32) (local.get $n))
    (local.set $r (i32.const 7))
    (if (local.get $n)
      (then (local.set $r (call $recursive (i32.sub (local.get $n) (i32.const 1))))))
    (local.set $r
      (i32.add
        (i32.mul (local.get $r) (i32.const 31))
        (i32.load (i32.add (local.get $fp) (i32.and (local.get $n) (i32.const 28))))))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 32)))
    (local.get $r)))

;; Frames that exceptions leave, that jumps come back to, and that tail calls replace. The code is in the form of LLVM's:
;; a landing pad restores the stack pointer first.
(module
  (type $function (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (tag $thrown (param i32))
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

  (func $sum (param $p i32) (param $n i32) (result i32) (local $h i32)
    (loop $next
      (if (local.get $n)
        (then
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (local.set $h
            (i32.add
              (i32.mul (local.get $h) (i32.const 31))
              (i32.load8_u (i32.add (local.get $p) (local.get $n)))))
          (br $next))))
    (local.get $h))

  ;; Throws at the bottom if the number is odd.
  (func $deep (param $n i32) (result i32) (local $fp i32) (local $r i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 48))))
    (call $fill (local.get $fp) (i32.const 48) (local.get $n))
    (if (i32.eqz (i32.shr_u (local.get $n) (i32.const 1)))
      (then
        (if (local.get $n)
          (then (throw $thrown (call $sum (local.get $fp) (i32.const 48)))))
        (local.set $r (i32.const 11)))
      (else (local.set $r (call $deep (i32.sub (local.get $n) (i32.const 2))))))
    (local.set $r (i32.xor (local.get $r) (call $sum (local.get $fp) (i32.const 48))))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 48)))
    (local.get $r))

  (func $catches (export "catches") (param $n i32) (result i32) (local $fp i32) (local $x i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 32))))
    (call $fill (local.get $fp) (i32.const 32) (local.get $n))
    (local.set $x
      (block $handler (result i32)
        (try_table (result i32) (catch $thrown $handler)
          (call $deep (local.get $n)))))
    (global.set $__stack_pointer (local.get $fp))
    (local.set $x (i32.add (local.get $x) (call $sum (local.get $fp) (i32.const 32))))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 32)))
    (local.get $x))

  ;; Cleans up and throws on.
  (func $cleans (param $n i32) (result i32) (local $fp i32) (local $r i32) (local $e exnref)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 32))))
    (call $fill (local.get $fp) (i32.const 32) (i32.const 77))
    (local.set $e
      (block $handler (result exnref)
        (try_table (catch_all_ref $handler)
          (local.set $r (call $deep (local.get $n))))
        (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 32)))
        (return (local.get $r))))
    (global.set $__stack_pointer (local.get $fp))
    (i32.store (i32.const 8) (call $sum (local.get $fp) (i32.const 32)))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 32)))
    (throw_ref (local.get $e)))

  (func $outer (export "outer") (param $n i32) (result i32) (local $fp i32) (local $x i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 64))))
    (call $fill (local.get $fp) (i32.const 64) (local.get $n))
    (local.set $x
      (block $handler (result i32)
        (try_table (result i32) (catch $thrown $handler)
          (call $cleans (local.get $n)))))
    (global.set $__stack_pointer (local.get $fp))
    (local.set $x
      (i32.add
        (i32.add (local.get $x) (i32.load (i32.const 8)))
        (call $sum (local.get $fp) (i32.const 64))))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 64)))
    (local.get $x))

  ;; What setjmp and longjmp become: each jump returns to the frame of the loop, whose content remains.
  (func $jumps (export "jumps") (param $n i32) (result i32) (local $fp i32) (local $x i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 32))))
    (call $fill (local.get $fp) (i32.const 28) (local.get $n))
    (i32.store offset=28 (local.get $fp) (i32.const 0))
    (loop $again
      (local.set $x
        (block $handler (result i32)
          (try_table (result i32) (catch $thrown $handler)
            (call $deep (local.get $n)))))
      (global.set $__stack_pointer (local.get $fp))
      (i32.store offset=28
        (local.get $fp)
        (i32.add (i32.mul (i32.load offset=28 (local.get $fp)) (i32.const 3)) (local.get $x)))
      (if (local.get $n)
        (then
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $again))))
    (local.set $x (call $sum (local.get $fp) (i32.const 32)))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 32)))
    (local.get $x))

  ;; Two functions that replace each other's frames.
  (func $even (export "even") (param $n i32) (result i32) (local $fp i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (call $fill (local.get $fp) (i32.const 16) (local.get $n))
    (i32.store (i32.const 16)
      (i32.xor (i32.load (i32.const 16)) (call $sum (local.get $fp) (i32.const 16))))
    (if (i32.eqz (local.get $n))
      (then
        (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 16)))
        (return (i32.load (i32.const 16)))))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 16)))
    (return_call $odd (i32.sub (local.get $n) (i32.const 1))))

  (func $odd (param $n i32) (result i32) (local $fp i32)
    (global.set $__stack_pointer
      (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 80))))
    (call $fill (local.get $fp) (i32.const 80) (i32.mul (local.get $n) (i32.const 3)))
    (i32.store (i32.const 16)
      (i32.add (i32.load (i32.const 16)) (call $sum (local.get $fp) (i32.const 80))))
    (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 80)))
    (if (i32.eqz (local.get $n))
      (then (return (i32.load (i32.const 16)))))
    (return_call $even (i32.sub (local.get $n) (i32.const 1)))))

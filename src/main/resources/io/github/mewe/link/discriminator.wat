;; The discriminator: the source of every dispatcher's choices.
;;
;; A keyed pseudo-random function, SipHash-1-3 (Aumasson and Bernstein, 2012), over a counter yields 64
;; bits. A mark replaces the highest bit: the highest one bit stands above the bits that remain. Draws take
;; bits from the lowest on. A draw that finds too few bits evaluates the function again. The number of
;; discarded bits does not depend on their values, so discarding favours no outcome. All state is in globals
;; that no other code can reach.
;;
;; The linker replaces the placeholders by the build's key, the code of the randomness source and SipHash's
;; round. The rounds are unrolled, because branches after a random choice are mispredicted. Draw.java builds
;; the code with which a dispatcher takes bits without a call and derives an outcome from them.
(module
  @IMPORTS@
  (global $mewe.key0 (mut i64) (i64.const @KEY0@))
  (global $mewe.key1 (mut i64) (i64.const @KEY1@))
  (global $mewe.counter (mut i64) (i64.const 0))
  (global $mewe.bits (mut i64) (i64.const 1))
  @GLOBALS@

  ;; Takes bits, at most 32.
  (func $mewe.take (param $count i32) (result i32)
    (local $bits i64) (local $limit i64)
    (if
      (i64.lt_u
        (local.tee $bits (global.get $mewe.bits))
        (local.tee $limit (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $count)))))
      (then (local.set $bits (call $mewe.refill))))
    (global.set $mewe.bits (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $count))))
    (i32.wrap_i64
      (i64.and (local.get $bits) (i64.sub (local.get $limit) (i64.const 1)))))

  ;; Returns 63 fresh bits below a mark. The caller stores the bits that it does not take.
  (func $mewe.refill (result i64)
    (local $v0 i64) (local $v1 i64) (local $v2 i64) (local $v3 i64)
    (local $word i64)
    @KEYING@
    (local.set $word (global.get $mewe.counter))
    (global.set $mewe.counter (i64.add (local.get $word) (i64.const 1)))
    (local.set $v0 (i64.xor (global.get $mewe.key0) (i64.const 0x736f6d6570736575)))
    (local.set $v1 (i64.xor (global.get $mewe.key1) (i64.const 0x646f72616e646f6d)))
    (local.set $v2 (i64.xor (global.get $mewe.key0) (i64.const 0x6c7967656e657261)))
    (local.set $v3 (i64.xor (global.get $mewe.key1) (i64.const 0x7465646279746573)))
    (local.set $v3 (i64.xor (local.get $v3) (local.get $word)))
    @ROUND@
    (local.set $v0 (i64.xor (local.get $v0) (local.get $word)))
    ;; The final block, which contains the length.
    (local.set $v3 (i64.xor (local.get $v3) (i64.const 0x0800000000000000)))
    @ROUND@
    (local.set $v0 (i64.xor (local.get $v0) (i64.const 0x0800000000000000)))
    (local.set $v2 (i64.xor (local.get $v2) (i64.const 0xff)))
    @ROUND@
    @ROUND@
    @ROUND@
    (i64.or
      (i64.xor
        (i64.xor (local.get $v0) (local.get $v1))
        (i64.xor (local.get $v2) (local.get $v3)))
      (i64.const 0x8000000000000000))
    @REFILLED@)

  @FUNCTIONS@
)

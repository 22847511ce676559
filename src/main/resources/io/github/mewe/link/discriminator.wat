;; The discriminator: where every dispatcher has its choice from.
;;
;; A keyed pseudo-random function, SipHash-1-3 (Aumasson and Bernstein, 2012), over a counter gives 64
;; bits. The highest makes place for a mark, a one bit above the bits that are left; draws take what they
;; need from the lowest on. A draw that finds too few bits left evaluates the function again. Which bits
;; are thrown away then depends on their number alone, so they favour no outcome. All state is in globals
;; that nothing else can reach.
;;
;; The linker writes the build's key, the randomness source's part and SipHash's round at the marks. There
;; is no loop over the rounds: branches that follow random choices are mispredicted. How a dispatcher takes
;; its bits without a call, and makes an outcome of them, is in Draw.java.
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

  ;; 63 fresh bits below a mark. The caller stores what it leaves of them.
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
    ;; the block with the length
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
      (i64.const 0x8000000000000000)))

  @FUNCTIONS@
)

;; The discriminator: what every dispatcher calls for its choice.
;;
;; A keyed pseudo-random function, SipHash-1-3 (Aumasson and Bernstein, 2012), over a counter gives 64
;; bits, which serve four draws of 16 bits each. A draw below n is the high half of bits * n: each
;; outcome's probability is within 2^-16 of 1/n. All state is in globals that nothing else can reach.
;;
;; The linker writes the build's key and the randomness source's part at the marks.
(module
  @IMPORTS@
  (global $mewe.key0 (mut i64) (i64.const @KEY0@))
  (global $mewe.key1 (mut i64) (i64.const @KEY1@))
  (global $mewe.counter (mut i64) (i64.const 0))
  (global $mewe.bits (mut i64) (i64.const 0))
  (global $mewe.draws (mut i32) (i32.const 0))
  @GLOBALS@

  (func $mewe.draw (param $n i32) (result i32)
    (local $bits i64)
    (if (i32.eqz (global.get $mewe.draws))
      (then (call $mewe.refill)))
    (global.set $mewe.draws (i32.sub (global.get $mewe.draws) (i32.const 1)))
    (local.set $bits (global.get $mewe.bits))
    (global.set $mewe.bits (i64.shr_u (local.get $bits) (i64.const 16)))
    (i32.shr_u
      (i32.mul
        (i32.and (i32.wrap_i64 (local.get $bits)) (i32.const 0xffff))
        (local.get $n))
      (i32.const 16)))

  (func $mewe.refill
    (local $v0 i64) (local $v1 i64) (local $v2 i64) (local $v3 i64)
    (local $word i64) (local $round i32)
    @KEYING@
    (local.set $word (global.get $mewe.counter))
    (global.set $mewe.counter (i64.add (local.get $word) (i64.const 1)))
    (local.set $v0 (i64.xor (global.get $mewe.key0) (i64.const 0x736f6d6570736575)))
    (local.set $v1 (i64.xor (global.get $mewe.key1) (i64.const 0x646f72616e646f6d)))
    (local.set $v2 (i64.xor (global.get $mewe.key0) (i64.const 0x6c7967656e657261)))
    (local.set $v3 (i64.xor (global.get $mewe.key1) (i64.const 0x7465646279746573)))
    (local.set $v3 (i64.xor (local.get $v3) (local.get $word)))
    ;; round 0 is for the word, round 1 for the block with the length, rounds 2 to 4 end the hash
    (loop $rounds
      (local.set $v0 (i64.add (local.get $v0) (local.get $v1)))
      (local.set $v1 (i64.xor (i64.rotl (local.get $v1) (i64.const 13)) (local.get $v0)))
      (local.set $v0 (i64.rotl (local.get $v0) (i64.const 32)))
      (local.set $v2 (i64.add (local.get $v2) (local.get $v3)))
      (local.set $v3 (i64.xor (i64.rotl (local.get $v3) (i64.const 16)) (local.get $v2)))
      (local.set $v0 (i64.add (local.get $v0) (local.get $v3)))
      (local.set $v3 (i64.xor (i64.rotl (local.get $v3) (i64.const 21)) (local.get $v0)))
      (local.set $v2 (i64.add (local.get $v2) (local.get $v1)))
      (local.set $v1 (i64.xor (i64.rotl (local.get $v1) (i64.const 17)) (local.get $v2)))
      (local.set $v2 (i64.rotl (local.get $v2) (i64.const 32)))
      (if (i32.lt_u (local.get $round) (i32.const 2))
        (then
          (local.set $v0 (i64.xor (local.get $v0) (local.get $word)))
          (if (local.get $round)
            (then (local.set $v2 (i64.xor (local.get $v2) (i64.const 0xff))))
            (else
              (local.set $word (i64.const 0x0800000000000000))
              (local.set $v3 (i64.xor (local.get $v3) (local.get $word)))))))
      (br_if $rounds
        (i32.lt_u
          (local.tee $round (i32.add (local.get $round) (i32.const 1)))
          (i32.const 5))))
    (global.set $mewe.bits
      (i64.xor
        (i64.xor (local.get $v0) (local.get $v1))
        (i64.xor (local.get $v2) (local.get $v3))))
    (global.set $mewe.draws (i32.const 4)))

  @FUNCTIONS@
)

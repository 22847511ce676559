  ;; The word that canaries of heap blocks are mixed from; 0 until it is drawn. If the host seeds while blocks exist,
  ;; the next block draws a new word. Blocks up to the highest one keep the old word. Later seeds change no word.
  (global $mewe.heap.word (mut i64) (i64.const 0))
  (global $mewe.heap.old (mut i64) (i64.const 0))
  (global $mewe.heap.old_end (mut i32) (i32.const 0))
  (global $mewe.heap.end (mut i32) (i32.const 0))
  (global $mewe.heap.counter (mut i64) (i64.const 0x4000000000000000))
  (global $mewe.heap.bits (mut i64) (i64.const 1))

  ;; Evaluates the pseudo-random function at numbers that neither dispatchers nor stack guards reach.
  (func $mewe.heap.draw (result i64)
    (local $counter i64) (local $bits i64)
    (local.set $counter (global.get $mewe.counter))
    (global.set $mewe.counter (global.get $mewe.heap.counter))
    (global.set $mewe.heap.counter (i64.add (global.get $mewe.heap.counter) (i64.const 1)))
    (local.set $bits (call $mewe.refill))
    (global.set $mewe.counter (local.get $counter))
    (local.get $bits))

  ;; Takes bits, fewer than 32.
  (func $mewe.heap.take (param $count i32) (result i32)
    (local $bits i64)
    (local.set $bits (global.get $mewe.heap.bits))
    (if (i64.eqz (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $count))))
      (then (local.set $bits (call $mewe.heap.draw))))
    (global.set $mewe.heap.bits (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $count))))
    (i32.and
      (i32.wrap_i64 (local.get $bits))
      (i32.sub (i32.shl (i32.const 1) (local.get $count)) (i32.const 1))))

  (func $mewe.heap.renew
    (if (i32.and (i64.ne (global.get $mewe.heap.word) (i64.const 0)) (i64.eqz (global.get $mewe.heap.old)))
      (then
        (global.set $mewe.heap.old (global.get $mewe.heap.word))
        (global.set $mewe.heap.old_end (global.get $mewe.heap.end))
        (global.set $mewe.heap.word (i64.const 0))))
    (global.set $mewe.heap.bits (i64.const 1)))

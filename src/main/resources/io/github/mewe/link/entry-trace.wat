;; The trace of a run, in globals. Every entered body changes both halves of the hash by its own bijection.
(module
  (global $mewe_trace_length (mut i64) (i64.const 0))
  (global $mewe_trace_hash_low (mut i64) (i64.const 0x2545f4914f6cdd1d))
  (global $mewe_trace_hash_high (mut i64) (i64.const 0x6c62272e07bb0142))
  (global $mewe_trace_draws (mut i64) (i64.const 0))
  (global $mewe_trace_ways (mut i64) (i64.const 0))
  (global $mewe_trace_entropy (mut i64) (i64.const 0))
  @FIRST@

  (func $ENTER (param $body i32) (param $number i32)
    (local $entry i64) (local $mark i64)
    (local.set $entry (global.get $mewe_trace_length))
    (local.set $mark (i64.add (i64.extend_i32_u (local.get $body)) (i64.const 1)))
    (global.set $mewe_trace_length (i64.add (local.get $entry) (i64.const 1)))
    (global.set $mewe_trace_hash_low
      (i64.mul
        (i64.xor
          (i64.rotl (global.get $mewe_trace_hash_low) (i64.const 29))
          (i64.mul (local.get $mark) (i64.const 0x9e3779b97f4a7c15)))
        (i64.const 0xbf58476d1ce4e5b9)))
    (global.set $mewe_trace_hash_high
      (i64.mul
        (i64.add
          (i64.rotl (global.get $mewe_trace_hash_high) (i64.const 37))
          (i64.mul (local.get $mark) (i64.const 0xd6e8feb86659fd93)))
        (i64.const 0x94d049bb133111eb)))
    (if (i64.ge_u (local.get $entry) (i64.const @COUNT@)) (then (return)))
    @OPEN@
    (br_table @LABELS@ (i32.wrap_i64 (local.get $entry)))
    @CASES@)

  (func $DRAW (param $ways i64) (param $entropy i64)
    (global.set $mewe_trace_draws (i64.add (global.get $mewe_trace_draws) (i64.const 1)))
    (global.set $mewe_trace_ways (i64.add (global.get $mewe_trace_ways) (local.get $ways)))
    (global.set $mewe_trace_entropy (i64.add (global.get $mewe_trace_entropy) (local.get $entropy)))))

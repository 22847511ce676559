  ;; The word that canaries are mixed from. It changes at the first draw after each seeding. Frames that exist at that
  ;; time keep their canaries.
  (global $mewe.canary (mut i64) (i64.const @CANARY@))
  (global $mewe.guarded (mut i32) (i32.const 0))

  ;; Evaluates the pseudo-random function at numbers that the counter never reaches.
  (func $mewe.guard
    (local $counter i64)
    (local.set $counter (global.get $mewe.counter))
    (global.set $mewe.counter (i64.const -2))
    (global.set $mewe.canary (call $mewe.refill))
    @MOVE@
    (global.set $mewe.counter (local.get $counter)))

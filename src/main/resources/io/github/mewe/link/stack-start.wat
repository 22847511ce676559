    ;; Moves the start of the stack while the stack is empty.
    (if (i64.eq (@WIDE@ (global.get @POINTER@)) (global.get $mewe.start))
      (then
        (global.set $mewe.start
          (i64.sub
            (i64.const @START@)
            (i64.mul
              (i64.rem_u (i64.shr_u (call $mewe.refill) (i64.const 16)) (i64.const @PLACES@))
              (i64.const @ALIGNMENT@))))
        (global.set @POINTER@ (@NARROW@ (global.get $mewe.start)))))

;; Starts the next interval of a paced dispatcher. The state, without its choice, holds the phase in bits 0 to 4,
;; and above them the number of further calls that keep the choice; -1 if this one must draw.
(module
  (import "discriminator" "take" (func $mewe.take (param i32) (result i32)))

  (func $mewe.pace (param $state i32) (param $last i32) (result i32)
    (local $phase i32)
    (local.set $phase (i32.and (local.get $state) (i32.const 31)))
    (i32.or
      (i32.shl
        (if (result i32) (i32.lt_u (local.get $phase) (i32.const 8))
          (then (i32.const 0))
          (else (call $mewe.take (i32.sub (local.get $phase) (i32.const 7)))))
        (i32.const 5))
      (i32.add (local.get $phase) (i32.lt_u (local.get $phase) (local.get $last))))))

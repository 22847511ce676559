;; A ring buffer of choices in a separate memory. The number of all events so far, 64 bits, is at address 0.
;; From address 8 on there are 65,536 entries of 8 bytes: the numbers of the dispatcher and of the variant.
;; Event n, counted from 0, is in entry n modulo 65,536. All numbers are little-endian.
(module
  (memory $MEMORY 9 9)

  (func $mewe.trace (param $dispatcher i32) (param $variant i32)
    (local $events i64) (local $entry i32)
    (local.set $events (i64.load $MEMORY (i32.const 0)))
    (local.set $entry
      (i32.shl
        (i32.and (i32.wrap_i64 (local.get $events)) (i32.const 0xffff))
        (i32.const 3)))
    (i32.store $MEMORY offset=8 (local.get $entry) (local.get $dispatcher))
    (i32.store $MEMORY offset=12 (local.get $entry) (local.get $variant))
    (i64.store $MEMORY (i32.const 0) (i64.add (local.get $events) (i64.const 1)))))

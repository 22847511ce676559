  ;; The slack before an aligned block: the next power of two from its alignment on.
  (func $mewe.heap.aligned_front (param $alignment i32) (result i32)
    (if (i32.le_u (local.get $alignment) (i32.const 16))
      (then (return (i32.add (call $mewe.heap.slack) (i32.const 16)))))
    (i32.shl
      (i32.const 1)
      (i32.sub (i32.const 32) (i32.clz (i32.sub (local.get $alignment) (i32.const 1))))))

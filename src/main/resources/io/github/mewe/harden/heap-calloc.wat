  (func $mewe.heap.calloc (param $count i32) (param $each i32) (result i32)
    (local $size i64) (local $front i32) (local $back i32) (local $total i32) (local $base i32)
    (call $mewe.heap.start)
    (local.set $size
      (i64.mul (i64.extend_i32_u (local.get $count)) (i64.extend_i32_u (local.get $each))))
    (local.set $front (i32.add (call $mewe.heap.slack) (i32.const 16)))
    (local.set $back (call $mewe.heap.slack))
    (local.set $total
      (if (result i32) (i64.gt_u (local.get $size) (i64.const 0xffffffff))
        (then (i32.const -1))
        (else
          (call $mewe.heap.total (i32.wrap_i64 (local.get $size)) (local.get $front) (local.get $back)))))
    (local.set $base (call @CALLOC@ (i32.const 1) (local.get $total)))
    (if (i32.eqz (local.get $base))
      (then
        (if (call $mewe.heap.release_all)
          (then (local.set $base (call @CALLOC@ (i32.const 1) (local.get $total)))))))
    (if (i32.or (i32.eqz (local.get $base)) (i32.eq (local.get $total) (i32.const -1)))
      (then (return (i32.const 0))))
    (call $mewe.heap.place
      (local.get $base) (i32.wrap_i64 (local.get $size)) (local.get $front) (local.get $back)))

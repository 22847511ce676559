  (func $mewe.heap.malloc_usable_size (param $p i32) (result i32)
    (if (i32.eqz (local.get $p))
      (then (return (i32.const 0))))
    (call $mewe.heap.size (call $mewe.heap.shape_at (local.get $p))))

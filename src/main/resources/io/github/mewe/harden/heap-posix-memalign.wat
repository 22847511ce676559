  (func $mewe.heap.posix_memalign (param $out i32) (param $alignment i32) (param $size i32) (result i32)
    (local $front i32) (local $back i32) (local $total i32) (local $error i32)
    (call $mewe.heap.start)
    (local.set $front (call $mewe.heap.aligned_front (local.get $alignment)))
    (local.set $back (call $mewe.heap.slack))
    (local.set $total (call $mewe.heap.total (local.get $size) (local.get $front) (local.get $back)))
    (local.set $error
      (call @POSIX_MEMALIGN@ (local.get $out) (local.get $alignment) (local.get $total)))
    (if (local.get $error)
      (then
        (if (call $mewe.heap.release_all)
          (then
            (local.set $error
              (call @POSIX_MEMALIGN@ (local.get $out) (local.get $alignment) (local.get $total)))))))
    (if (i32.eqz (local.get $error))
      (then
        (i32.store @MEMORY@
          (local.get $out)
          (call $mewe.heap.place
            (i32.load @MEMORY@ (local.get $out)) (local.get $size) (local.get $front) (local.get $back)))))
    (local.get $error))

  ;; Small blocks move, so that a reference to the old place misses. The allocator may move larger ones.
  (func $mewe.heap.realloc (param $p i32) (param $size i32) (result i32)
    (local $shape i64) (local $old i32) (local $new i32)
    (if (i32.eqz (local.get $p))
      (then (return (call $mewe.heap.malloc (local.get $size)))))
    (drop (call $mewe.heap.check (local.get $p) (i64.const 0)))
    (local.set $shape (call $mewe.heap.shape_at (local.get $p)))
    (local.set $old (call $mewe.heap.size (local.get $shape)))
    (if (i32.gt_u (local.get $old) (i32.const @MOST_MOVED@))
      (then (return (call $mewe.heap.resize (local.get $p) (local.get $size)))))
    (local.set $new (call $mewe.heap.malloc (local.get $size)))
    (if (i32.eqz (local.get $new))
      (then (return (i32.const 0))))
    (call $mewe.heap.copy
      (local.get $new)
      (local.get $p)
      (select (local.get $old) (local.get $size) (i32.lt_u (local.get $old) (local.get $size))))
    (call $mewe.heap.free (local.get $p))
    (local.get $new))

  ;; Copies between blocks that do not overlap.
  (func $mewe.heap.copy (param $to i32) (param $from i32) (param $size i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $from) (local.get $size)))
    (block $done
      (loop $next
        (br_if $done (i32.gt_u (i32.add (local.get $from) (i32.const 8)) (local.get $end)))
        (i64.store @MEMORY@ (local.get $to) (i64.load @MEMORY@ (local.get $from)))
        (local.set $to (i32.add (local.get $to) (i32.const 8)))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (br $next)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (i32.store8 @MEMORY@ (local.get $to) (i32.load8_u @MEMORY@ (local.get $from)))
        (local.set $to (i32.add (local.get $to) (i32.const 1)))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (br $next))))

  (func $mewe.heap.resize (param $p i32) (param $size i32) (result i32)
    (local $shape i64) (local $front i32) (local $back i32) (local $base i32) (local $total i32) (local $new i32)
    (local.set $shape (call $mewe.heap.shape_at (local.get $p)))
    (local.set $front (call $mewe.heap.front (local.get $shape)))
    (local.set $back (call $mewe.heap.slack))
    (local.set $base (i32.sub (local.get $p) (local.get $front)))
    (local.set $total (call $mewe.heap.total (local.get $size) (local.get $front) (local.get $back)))
    (local.set $new (call @REALLOC@ (local.get $base) (local.get $total)))
    (if (i32.eqz (local.get $new))
      (then
        (if (call $mewe.heap.release_all)
          (then (local.set $new (call @REALLOC@ (local.get $base) (local.get $total)))))))
    (if (i32.or (i32.eqz (local.get $new)) (i32.eq (local.get $total) (i32.const -1)))
      (then (return (i32.const 0))))
    (global.set $mewe.heap.held
      (i32.sub (global.get $mewe.heap.held) (call $mewe.heap.extra (local.get $shape))))
    (call $mewe.heap.place (local.get $new) (local.get $size) (local.get $front) (local.get $back)))

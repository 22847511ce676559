;; Guards of heap blocks. A guarded block lies inside a block of the module's allocator:
;;
;;   base   random slack, a multiple of 16 bytes
;;   p-16   canary
;;   p-8    shape: slack before and after, low bits of the size, and a word that allocators of the family of dlmalloc
;;          would take for the head of a block that is in use, with a size that is not larger than the block
;;   p      n bytes for the program
;;   p+n    canary, whose lowest byte is never zero
;;   p+n+8  random slack
;;
;; Freed blocks wait in a ring. A block that leaves the ring is a random one. The linker replaces the placeholders by
;; the limit and by the allocator's functions, and omits the functions for those that the module lacks.
(module
  @IMPORTS@
  (import "random" "word" (global $mewe.heap.word (mut i64)))
  (import "random" "old" (global $mewe.heap.old (mut i64)))
  (import "random" "old_end" (global $mewe.heap.old_end (mut i32)))
  (import "random" "end" (global $mewe.heap.end (mut i32)))
  (import "random" "draw" (func $mewe.heap.draw (result i64)))
  (import "random" "take" (func $mewe.heap.take (param i32) (result i32)))

  ;; The ring's array in memory, the number of blocks in it, and the mask of their addresses there.
  (global $mewe.heap.ring (mut i32) (i32.const 0))
  (global $mewe.heap.waiting (mut i32) (i32.const 0))
  (global $mewe.heap.mask (mut i32) (i32.const 0))
  ;; The bytes of the allocator's blocks that the program does not use.
  (global $mewe.heap.held (mut i32) (i32.const 0))

  ;; The name in the stack trace.
  (func $mewe.heap_smashed (unreachable))

  (func $mewe.heap.start
    (if (i64.eqz (global.get $mewe.heap.word))
      (then (global.set $mewe.heap.word (i64.or (call $mewe.heap.draw) (i64.const 1))))))

  (func $mewe.heap.canary (param $word i64) (param $at i32) (param $shape i64) (result i64)
    (local $x i64)
    (local.set $x
      (i64.add
        (i64.xor
          (local.get $word)
          (i64.mul (i64.extend_i32_u (local.get $at)) (i64.const 0x9e3779b97f4a7c15)))
        (i64.mul (local.get $shape) (i64.const 0xc2b2ae3d27d4eb4f))))
    (local.set $x
      (i64.mul
        (i64.xor (local.get $x) (i64.shr_u (local.get $x) (i64.const 29)))
        (local.get $word)))
    (i64.or
      (i64.xor (local.get $x) (i64.shr_u (local.get $x) (i64.const 32)))
      (i64.const 1)))

  (func $mewe.heap.front (param $shape i64) (result i32)
    (i32.and (i32.shr_u (i32.wrap_i64 (local.get $shape)) (i32.const 4)) (i32.const -16)))

  ;; The size that the program asked for.
  (func $mewe.heap.size (param $shape i64) (result i32)
    (i32.sub
      (i32.or
        (i32.and (i32.wrap_i64 (i64.shr_u (local.get $shape) (i64.const 32))) (i32.const -8))
        (i32.and (i32.wrap_i64 (local.get $shape)) (i32.const 7)))
      (i32.const 4)))

  ;; The bytes of the allocator's block that the program does not use.
  (func $mewe.heap.extra (param $shape i64) (result i32)
    (i32.add
      (i32.add (call $mewe.heap.front (local.get $shape)) (i32.const 8))
      (i32.and (i32.shl (i32.wrap_i64 (local.get $shape)) (i32.const 1)) (i32.const 0x1f0))))

  (func $mewe.heap.shape (param $size i32) (param $front i32) (param $back i32) (result i64)
    (local $head i32)
    (local.set $head (i32.add (local.get $size) (i32.const 4)))
    (i64.or
      (i64.extend_i32_u
        (i32.or
          (i32.or
            (i32.shl (local.get $front) (i32.const 4))
            (i32.shr_u (local.get $back) (i32.const 1)))
          (i32.and (local.get $head) (i32.const 7))))
      (i64.shl
        (i64.extend_i32_u
          (i32.or
            (i32.and (local.get $head) (i32.const -8))
            (select (i32.const 1) (i32.const 3) (i32.lt_u (local.get $head) (i32.const 8)))))
        (i64.const 32))))

  ;; Random slack while there is room for it: 0, 16, 32 or 48 bytes.
  (func $mewe.heap.slack (result i32)
    (if (i32.ge_u (global.get $mewe.heap.held) (i32.const @LIMIT@))
      (then (return (i32.const 0))))
    (i32.shl (call $mewe.heap.take (i32.const 2)) (i32.const 4)))

  ;; The size of the allocator's block, which no allocator can supply if the sum overflows.
  (func $mewe.heap.total (param $size i32) (param $front i32) (param $back i32) (result i32)
    (local $total i64)
    (local.set $total
      (i64.add
        (i64.extend_i32_u (local.get $size))
        (i64.add
          (i64.extend_i32_u (local.get $front))
          (i64.extend_i32_u (i32.add (local.get $back) (i32.const 8))))))
    (if (i32.or
          (i64.gt_u (local.get $total) (i64.const 0xffffffff))
          (i32.ge_u (local.get $front) (i32.const 0x10000000)))
      (then (return (i32.const -1))))
    (i32.wrap_i64 (local.get $total)))

  ;; Makes a guarded block in one of the allocator's, and returns its address.
  (func $mewe.heap.place (param $base i32) (param $size i32) (param $front i32) (param $back i32) (result i32)
    (local $p i32) (local $shape i64)
    (local.set $p (i32.add (local.get $base) (local.get $front)))
    (local.set $shape (call $mewe.heap.shape (local.get $size) (local.get $front) (local.get $back)))
    (global.set $mewe.heap.held
      (i32.add (global.get $mewe.heap.held) (call $mewe.heap.extra (local.get $shape))))
    (if (i32.gt_u (local.get $p) (global.get $mewe.heap.end))
      (then (global.set $mewe.heap.end (local.get $p))))
    (call $mewe.heap.guard (local.get $p) (local.get $shape))
    (local.get $p))

  (func $mewe.heap.guard (param $p i32) (param $shape i64)
    (local $at i32)
    (local.set $at (i32.sub (local.get $p) (i32.const 16)))
    (i64.store @MEMORY@ offset=8 (local.get $at) (local.get $shape))
    (i64.store @MEMORY@
      (local.get $at)
      (call $mewe.heap.canary (global.get $mewe.heap.word) (local.get $at) (local.get $shape)))
    (local.set $at (i32.add (local.get $p) (call $mewe.heap.size (local.get $shape))))
    (i64.store @MEMORY@ align=1
      (local.get $at)
      (call $mewe.heap.canary (global.get $mewe.heap.word) (local.get $at) (local.get $shape))))

  ;; Determines if both canaries are those of a word. In a freed block, the first one has the inverted shape.
  (func $mewe.heap.fits (param $word i64) (param $p i32) (param $inverted i64) (result i32)
    (local $at i32) (local $shape i64)
    (local.set $at (i32.sub (local.get $p) (i32.const 16)))
    (local.set $shape (i64.load @MEMORY@ offset=8 (local.get $at)))
    ;; The size is known only if the first canary fits.
    (if
      (i64.ne
        (i64.load @MEMORY@ (local.get $at))
        (call $mewe.heap.canary
          (local.get $word) (local.get $at) (i64.xor (local.get $shape) (local.get $inverted))))
      (then (return (i32.const 0))))
    (local.set $at (i32.add (local.get $p) (call $mewe.heap.size (local.get $shape))))
    (i64.eq
      (i64.load @MEMORY@ align=1 (local.get $at))
      (call $mewe.heap.canary (local.get $word) (local.get $at) (local.get $shape))))

  ;; Raises the alarm unless both canaries fit. Returns the block's word.
  (func $mewe.heap.check (param $p i32) (param $inverted i64) (result i64)
    (call $mewe.heap.start)
    (if (i32.ge_u (local.get $p) (i32.const 16))
      (then
        (if (call $mewe.heap.fits (global.get $mewe.heap.word) (local.get $p) (local.get $inverted))
          (then (return (global.get $mewe.heap.word))))
        (if (i64.ne (global.get $mewe.heap.old) (i64.const 0))
          (then
            (if (i32.le_u (local.get $p) (global.get $mewe.heap.old_end))
              (then
                (if (call $mewe.heap.fits (global.get $mewe.heap.old) (local.get $p) (local.get $inverted))
                  (then (return (global.get $mewe.heap.old))))))))))
    (call $mewe.heap_smashed)
    (unreachable))

  (func $mewe.heap.shape_at (param $p i32) (result i64)
    (i64.load @MEMORY@ (i32.sub (local.get $p) (i32.const 8))))

  ;; Returns a freed block to the allocator.
  (func $mewe.heap.release (param $p i32)
    (local $shape i64)
    (drop (call $mewe.heap.check (local.get $p) (i64.const -1)))
    (local.set $shape (call $mewe.heap.shape_at (local.get $p)))
    (global.set $mewe.heap.held
      (i32.sub
        (global.get $mewe.heap.held)
        (i32.add
          (call $mewe.heap.size (local.get $shape))
          (call $mewe.heap.extra (local.get $shape)))))
    (call @FREE@ (i32.sub (local.get $p) (call $mewe.heap.front (local.get $shape)))))

  (func $mewe.heap.slot (param $number i32) (result i32)
    (i32.add (global.get $mewe.heap.ring) (i32.shl (local.get $number) (i32.const 2))))

  ;; Returns a random block of the ring to the allocator.
  (func $mewe.heap.release_one
    (local $slot i32) (local $p i32)
    (local.set $slot
      (call $mewe.heap.slot
        (i32.shr_u
          (i32.mul (call $mewe.heap.take (i32.const 16)) (global.get $mewe.heap.waiting))
          (i32.const 16))))
    (local.set $p (i32.xor (i32.load @MEMORY@ (local.get $slot)) (global.get $mewe.heap.mask)))
    (global.set $mewe.heap.waiting (i32.sub (global.get $mewe.heap.waiting) (i32.const 1)))
    (i32.store @MEMORY@
      (local.get $slot)
      (i32.load @MEMORY@ (call $mewe.heap.slot (global.get $mewe.heap.waiting))))
    (call $mewe.heap.release (local.get $p)))

  ;; Empties the ring, because the allocator has no memory left. Returns 0 if the ring was empty.
  (func $mewe.heap.release_all (result i32)
    (if (i32.eqz (global.get $mewe.heap.waiting))
      (then (return (i32.const 0))))
    (loop $next
      (call $mewe.heap.release_one)
      (br_if $next (global.get $mewe.heap.waiting)))
    (i32.const 1))

  (func $mewe.heap.free (param $p i32)
    (local $word i64) (local $shape i64) (local $size i32)
    (if (i32.eqz (local.get $p))
      (then (return)))
    (local.set $word (call $mewe.heap.check (local.get $p) (i64.const 0)))
    (local.set $shape (call $mewe.heap.shape_at (local.get $p)))
    (local.set $size (call $mewe.heap.size (local.get $shape)))
    (i64.store @MEMORY@
      (i32.sub (local.get $p) (i32.const 16))
      (call $mewe.heap.canary
        (local.get $word)
        (i32.sub (local.get $p) (i32.const 16))
        (i64.xor (local.get $shape) (i64.const -1))))
    (global.set $mewe.heap.held (i32.add (global.get $mewe.heap.held) (local.get $size)))
    (if (i32.gt_u (local.get $size) (i32.const @LIMIT@))
      (then
        (call $mewe.heap.release (local.get $p))
        (return)))
    (if (i32.eqz (global.get $mewe.heap.ring))
      (then
        (global.set $mewe.heap.ring (call @MALLOC@ (i32.const @RING_BYTES@)))
        (global.set $mewe.heap.mask (i32.wrap_i64 (i64.shr_u (call $mewe.heap.draw) (i64.const 16))))))
    (block $fits
      (loop $next
        (br_if $fits
          (i32.and
            (i32.le_u (global.get $mewe.heap.held) (i32.const @LIMIT@))
            (i32.lt_u (global.get $mewe.heap.waiting) (i32.const @RING_BLOCKS@))))
        (br_if $fits (i32.eqz (global.get $mewe.heap.waiting)))
        (call $mewe.heap.release_one)
        (br $next)))
    (if
      (i32.or
        (i32.gt_u (global.get $mewe.heap.held) (i32.const @LIMIT@))
        (i32.eqz (global.get $mewe.heap.ring)))
      (then
        (call $mewe.heap.release (local.get $p))
        (return)))
    (i32.store @MEMORY@
      (call $mewe.heap.slot (global.get $mewe.heap.waiting))
      (i32.xor (local.get $p) (global.get $mewe.heap.mask)))
    (global.set $mewe.heap.waiting (i32.add (global.get $mewe.heap.waiting) (i32.const 1))))

  (func $mewe.heap.malloc (param $size i32) (result i32)
    (local $front i32) (local $back i32) (local $total i32) (local $base i32)
    (call $mewe.heap.start)
    (local.set $front (i32.add (call $mewe.heap.slack) (i32.const 16)))
    (local.set $back (call $mewe.heap.slack))
    (local.set $total (call $mewe.heap.total (local.get $size) (local.get $front) (local.get $back)))
    (local.set $base (call @MALLOC@ (local.get $total)))
    (if (i32.eqz (local.get $base))
      (then
        (if (call $mewe.heap.release_all)
          (then (local.set $base (call @MALLOC@ (local.get $total)))))))
    (if (i32.or (i32.eqz (local.get $base)) (i32.eq (local.get $total) (i32.const -1)))
      (then (return (i32.const 0))))
    (call $mewe.heap.place (local.get $base) (local.get $size) (local.get $front) (local.get $back)))
  @FUNCTIONS@
)

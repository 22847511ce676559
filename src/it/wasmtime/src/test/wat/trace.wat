;; Supplies the import mewe.trace: writes each choice to stderr, the dispatcher and the variant in four bytes each.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\08\00\00\00") ;; what to write: 8 bytes from 16 on
  (func (export "trace") (param $dispatcher i32) (param $variant i32)
    (i32.store (i32.const 16) (local.get $dispatcher))
    (i32.store (i32.const 20) (local.get $variant))
    (if (call $write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8))
      (then unreachable))))

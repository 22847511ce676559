;; A host whose random_get succeeds, and leaves the bytes that are there.
(module
  (func (export "random_get") (param i32 i32) (result i32) (i32.const 0)))

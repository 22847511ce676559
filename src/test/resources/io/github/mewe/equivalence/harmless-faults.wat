;; Pairs of functions: a fault changes nothing in the first, but may change something in the second.
(module
  (type $call (func (param i32) (result i32)))
  (memory 1)
  (table 1 funcref)
  (func $effect)

  (func $comparison (param f64 f64) (result i32)
    (if (result i32) (f64.eq (local.get 0) (local.get 1))
      (then (i32.const 0))
      (else (if (result i32) (f64.gt (local.get 0) (local.get 1)) (then (i32.const 1)) (else (i32.const -1))))))
  (func $comparison-wrong (param f64 f64) (result i32)
    (if (result i32) (f64.ne (local.get 0) (local.get 1))
      (then (i32.const 0))
      (else (if (result i32) (f64.gt (local.get 0) (local.get 1)) (then (i32.const 1)) (else (i32.const -1))))))

  (func $number (param f32) (result i32)
    (if (f32.eq (local.get 0) (f32.const 1)) (then (return (i32.reinterpret_f32 (local.get 0)))))
    (i32.const 0))
  (func $number-wrong (param f32) (result i32)
    (if (f32.ne (local.get 0) (f32.const 1)) (then (return (i32.reinterpret_f32 (local.get 0)))))
    (i32.const 0))

  (func $mask (param i32) (result i32)
    (if (result i32) (i32.and (i32.extend8_s (call_indirect (type $call) (local.get 0) (local.get 0))) (i32.const 128))
      (then (i32.const 3)) (else (i32.const 4))))
  (func $mask-wrong (param i32) (result i32)
    (if (result i32) (i32.and (i32.extend8_s (call_indirect (type $call) (local.get 0) (local.get 0))) (i32.const 256))
      (then (i32.const 3)) (else (i32.const 4))))

  (func $reference (param externref externref) (result i32)
    (i64.eqz (i64.and
      (i64.extend_i32_s (i32.add (ref.is_null (local.get 0)) (ref.is_null (local.get 1))))
      (i64.const 4294967295))))
  (func $reference-wrong (param externref externref) (result i32)
    (i64.eqz (i64.and
      (i64.extend_i32_s (i32.add (ref.is_null (local.get 0)) (ref.is_null (local.get 1))))
      (i64.const 4294967296))))

  (func $bits (param i32) (result i32)
    (local i32)
    (loop $again
      (local.set 1 (i32.shl (i32.load8_u (local.get 0)) (i32.const 8)))
      (i32.store (i32.const 4) (i32.and (local.get 1) (i32.const 127)))
      (br_if $again (local.tee 1 (i32.load (i32.const 8)))))
    (local.get 1))
  (func $bits-wrong (param i32) (result i32)
    (local i32)
    (loop $again
      (local.set 1 (i32.shl (i32.load8_u (local.get 0)) (i32.const 8)))
      (i32.store (i32.const 4) (i32.and (local.get 1) (i32.const 127)))
      (br_if $again (i32.load (i32.const 8))))
    (local.get 1))

  (func $twice (param i32)
    (block $end
      (loop $again
        (br_if $end (i32.eqz (i32.lt_s (local.get 0) (i32.const 0))))
        (call $effect)
        (br_if $again (i32.gt_s (local.tee 0 (i32.load (local.get 0))) (i32.const 11))))))
  (func $twice-wrong (param i32)
    (block $end
      (loop $again
        (br_if $end (i32.eqz (i32.lt_s (local.get 0) (i32.const 12))))
        (call $effect)
        (br_if $again (i32.gt_s (local.tee 0 (i32.load (local.get 0))) (i32.const 11))))))

  (func $constant (param i32) (result i32)
    (local i32)
    (local.set 1 (i32.const 8))
    (loop $again
      (local.set 1 (select (i32.const 8) (local.get 1) (local.get 0)))
      (br_if $again (i32.load (i32.const 0))))
    (local.get 1))
  (func $constant-wrong (param i32) (result i32)
    (local i32)
    (loop $again
      (local.set 1 (select (i32.const 8) (local.get 1) (local.get 0)))
      (br_if $again (i32.load (i32.const 0))))
    (local.get 1))

  (func $division (param i32 i32) (result i32)
    (local i32)
    (if (i32.ge_u (local.get 0) (i32.const 2))
      (then
        (loop $again
          (br_if $again (local.tee 2 (i32.load (local.get 1)))))
        (return (i32.rem_u (local.get 1) (local.get 0)))))
    (i32.const 0))
  (func $division-wrong (param i32 i32) (result i32)
    (local i32)
    (if (i32.ge_u (local.get 0) (i32.const 2))
      (then
        (loop $again
          (br_if $again (local.tee 0 (i32.load (local.get 1)))))
        (return (i32.rem_u (local.get 1) (local.get 0)))))
    (i32.const 0))

  (func $unused (param i32) (result i32)
    (local i32)
    (block $end
      (local.set 1 (i32.add (local.get 0) (i32.const 3)))
      (br_if $end (local.get 0))
      (local.set 1 (i32.const 4))
      (i32.store (i32.const 0) (local.get 1)))
    (i32.const 5))
  (func $unused-wrong (param i32) (result i32)
    (local i32)
    (block $end
      (local.set 1 (i32.add (local.get 0) (i32.const 3)))
      (br_if $end (local.get 0))
      (local.set 1 (i32.const 4))
      (i32.store (i32.const 0) (local.get 1)))
    (local.get 1))
)

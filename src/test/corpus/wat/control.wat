;; Control flow of later proposals: exceptions (first generation) and tail calls.
(module
  (type $step (func (param i32 i64) (result i64)))
  (import "host" "thrower" (func $thrower (param i32)))
  (tag $int (export "int") (param i32))
  (tag $pair (param i64 f64))
  (table funcref (elem $even $odd $collatz $sum_to))
  (global $depth (mut i32) (i32.const 0))
  (memory (export "memory") 1)

  ;; Mutual recursion a million deep: only with true tail calls does this return.
  (func $even (export "even") (type $step)
    (if (result i64) (i32.eqz (local.get 0))
      (then (local.get 1))
      (else (return_call $odd (i32.sub (local.get 0) (i32.const 1)) (i64.add (local.get 1) (i64.const 3))))))
  (func $odd (type $step)
    (if (i32.eqz (local.get 0)) (then (return (i64.xor (local.get 1) (i64.const -1)))))
    (return_call_indirect (type $step)
      (i32.sub (local.get 0) (i32.const 1))
      (i64.mul (local.get 1) (i64.const 7))
      (i32.const 0)))

  ;; The length of a Collatz sequence, by tail calls through the table.
  (func $collatz (export "collatz") (type $step)
    (if (result i64) (i32.le_u (local.get 0) (i32.const 1))
      (then (local.get 1))
      (else
        (return_call_indirect (type $step)
          (select
            (i32.add (i32.mul (local.get 0) (i32.const 3)) (i32.const 1))
            (i32.shr_u (local.get 0) (i32.const 1))
            (i32.and (local.get 0) (i32.const 1)))
          (i64.add (local.get 1) (i64.const 1))
          (i32.const 2)))))

  (func $sum_to (type $step)
    (local $i i32)
    (loop $next
      (local.set 1 (i64.add (local.get 1) (i64.extend_i32_u (local.get $i))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get 0))))
    (local.get 1))

  (func (export "dispatch") (param $which i32) (param $n i32) (result i64)
    (return_call_indirect (type $step) (local.get $n) (i64.const 1) (local.get $which)))

  (func $throw (param $n i32)
    (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
    (if (i32.eqz (i32.rem_u (local.get $n) (i32.const 3))) (then (throw $int (local.get $n))))
    (if (i32.eq (i32.rem_u (local.get $n) (i32.const 3)) (i32.const 1))
      (then (throw $pair (i64.extend_i32_s (local.get $n)) (f64.div (f64.const 1) (f64.convert_i32_s (local.get $n))))))
    (call $thrower (local.get $n)))

  ;; Nested handlers, a rethrow, a delegate and clean-up that runs on every way out.
  (func (export "catcher") (param $n i32) (result i64)
    (local $result i64) (local $code i32) (local $ratio f64)
    (try $outer
      (do
        (try
          (do
            (try
              (do (call $throw (local.get $n)))
              (catch $int
                (local.set $code)
                (local.set $result (i64.extend_i32_s (i32.mul (local.get $code) (i32.const 10))))
                (if (i32.gt_s (local.get $n) (i32.const 5)) (then (rethrow 1)))))
            (try
              (do (call $throw (i32.add (local.get $n) (i32.const 1))))
              (delegate $outer)))
          (catch $pair
            (drop)
            (local.set $result)
            (local.set $result (i64.add (local.get $result) (i64.const 1000))))
          (catch_all
            (local.set $result (i64.sub (local.get $result) (i64.const 5)))
            (if (i32.gt_s (local.get $n) (i32.const 20)) (then (rethrow 1))))))
      (catch $int
        (local.set $code)
        (local.set $result (i64.add (local.get $result) (i64.extend_i32_u (local.get $code)))))
      (catch $pair
        (local.set $ratio)
        (local.set $result)
        (local.set $result (i64.add (local.get $result)
          (i64.trunc_sat_f64_s (f64.mul (local.get $ratio) (f64.const 1e6))))))
      (catch_all (local.set $result (i64.sub (local.get $result) (i64.const 77)))))
    (i64.add (i64.mul (local.get $result) (i64.const 1000)) (i64.extend_i32_u (global.get $depth))))

  ;; What is not caught reaches the host; a trap is not caught.
  (func (export "escape") (param $n i32)
    (call $throw (local.get $n)))
  (func (export "trap") (param $at i32) (result i32)
    (try (result i32)
      (do (i32.load (local.get $at)))
      (catch_all (i32.const -1)))))

;; Instances in several threads share a memory, and nothing else.
(module
  (import "test" "note" (func $note (param i32 i32)))
  (import "env" "memory" (memory 1 1 shared))
  (type $op (func (param i32) (result i32)))
  (table 2 funcref)
  (elem (i32.const 0) $weigh $scale)
  (data $passive "\01\02\03\05\07\0b\0d\11")
  (func $weigh (type $op) (param $x i32) (result i32)
    (i32.add (i32.mul (local.get $x) (i32.const 3)) (i32.and (local.get $x) (i32.const 7))))
  (func $scale (type $op) (param $x i32) (result i32)
    (i32.xor (i32.add (local.get $x) (i32.const 100)) (i32.shl (local.get $x) (i32.const 2))))
  (func $once
    (if (i32.eqz (i32.atomic.rmw.cmpxchg (i32.const 64) (i32.const 0) (i32.const 1)))
      (then
        (memory.init $passive (i32.const 128) (i32.const 0) (i32.const 8))
        (i32.atomic.store (i32.const 64) (i32.const 2))
        (drop (memory.atomic.notify (i32.const 64) (i32.const -1)))))
    (block $ready
      (loop $wait
        (br_if $ready (i32.eq (i32.atomic.load (i32.const 64)) (i32.const 2)))
        (drop (memory.atomic.wait32 (i32.const 64) (i32.const 1) (i64.const -1)))
        (br $wait)))
    (data.drop $passive))
  (start $once)
  (func $add (param $x i32) (result i64)
    (i64.atomic.rmw.add (i32.const 8)
      (i64.extend_i32_s
        (i32.add
          (call $weigh (local.get $x))
          (call_indirect (type $op) (local.get $x) (i32.and (local.get $x) (i32.const 1)))))))
  (func (export "work") (param $from i32) (param $to i32) (result i32)
    (local $sum i32)
    (block $end
      (loop $next
        (br_if $end (i32.ge_s (local.get $from) (local.get $to)))
        (drop (call $add (local.get $from)))
        (local.set $sum
          (i32.add
            (i32.rotl (local.get $sum) (i32.const 1))
            (i32.load8_u offset=128 (i32.and (local.get $from) (i32.const 7)))))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (br $next)))
    (local.get $sum)))

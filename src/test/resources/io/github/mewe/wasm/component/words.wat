;; A component with all that is special about one: an allocator and a function that runs after a return, a start
;; function, an import of random numbers, a module that is not lifted, and a module in a nested component.
;; words.wasm is this text, parsed by "jco parse".
(component $words
  (import "wasi:random/random@0.2.0" (instance $random
    (export "get-random-u64" (func (result u64)))))
  (core module $main
    (import "wasi:random/random@0.2.0" "get-random-u64" (func $random (result i64)))
    (memory (export "memory") 1)
    (global $top (mut i32) (i32.const 4096))
    (global $started (mut i32) (i32.const 0))
    (global $returned (mut i32) (i32.const 0))
    (start $start)
    (func $start
      (global.set $started (call $scramble (i32.const 17) (i32.const 5))))
    (func $scramble (param $a i32) (param $b i32) (result i32)
      (local $t i32)
      (local.set $t (i32.mul (i32.add (local.get $a) (i32.const 77)) (i32.const 31)))
      (if (i32.lt_u (local.get $t) (local.get $b))
        (then (local.set $t (i32.xor (local.get $t) (local.get $b))))
        (else (local.set $t (i32.sub (local.get $t) (i32.rotl (local.get $b) (i32.const 7))))))
      (i32.add (local.get $t) (i32.shr_u (local.get $a) (i32.const 3))))
    (func (export "cabi_realloc") (param $old i32) (param $from i32) (param $align i32) (param $size i32) (result i32)
      (local $start i32)
      (local.set $start
        (i32.and
          (i32.add (global.get $top) (i32.sub (local.get $align) (i32.const 1)))
          (i32.sub (i32.const 0) (local.get $align))))
      (global.set $top (i32.add (local.get $start) (local.get $size)))
      ;; Any call will do: its result is not used.
      (drop (call $scramble (local.get $size) (local.get $start)))
      (memory.copy (local.get $start) (local.get $old) (local.get $from))
      (local.get $start))
    (func $digest (export "digest") (param $p i32) (param $n i32) (result i64)
      (local $hash i64)
      (local.set $hash (i64.const 0xcbf29ce484222325))
      (block $done
        (loop $more
          (br_if $done (i32.eqz (local.get $n)))
          (local.set $hash
            (i64.mul
              (i64.xor (local.get $hash) (i64.load8_u (local.get $p)))
              (i64.const 0x100000001b3)))
          (local.set $p (i32.add (local.get $p) (i32.const 1)))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $more)))
      (i64.xor
        (local.get $hash)
        (i64.extend_i32_u (i32.add (global.get $started) (global.get $returned)))))
    (func $upper (param $c i32) (result i32)
      (if (result i32)
        (i32.lt_u (i32.sub (local.get $c) (i32.const 97)) (i32.const 26))
        (then (i32.sub (local.get $c) (i32.const 32)))
        (else (local.get $c))))
    (func (export "shout") (param $p i32) (param $n i32) (result i32)
      (local $i i32)
      (block $done
        (loop $more
          (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
          (i32.store8
            (i32.add (local.get $p) (local.get $i))
            (call $upper (i32.load8_u (i32.add (local.get $p) (local.get $i)))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $more)))
      (i32.store (i32.const 1024) (local.get $p))
      (i32.store (i32.const 1028) (local.get $n))
      (i32.const 1024))
    (func (export "cabi_post_shout") (param $result i32)
      (global.set $returned
        (i32.sub
          (i32.mul (call $scramble (local.get $result) (i32.const 3)) (i32.const 0))
          (i32.sub (i32.const -1) (global.get $returned)))))
    (func (export "lucky") (result i64)
      (i64.and (call $random) (i64.const 0))))
  (core module $wit-component-shim-module
    (func (export "0") (param i32) (result i32) (local.get 0)))
  (component $inner
    (core module $arithmetic
      (func $mix (export "mix") (param $a i32) (param $b i32) (result i32)
        (local $t i32)
        (local.set $t (i32.mul (local.get $a) (i32.const 31)))
        (if (i32.lt_u (local.get $t) (local.get $b))
          (then (local.set $t (i32.xor (local.get $t) (local.get $b))))
          (else (local.set $t (i32.sub (local.get $t) (i32.rotl (local.get $b) (i32.const 7))))))
        (i32.add (local.get $t) (i32.shr_u (local.get $a) (i32.const 3))))
      (func (export "swirl") (param $n i32) (param $limit i32) (result i32)
        (local $steps i32)
        (block $done
          (loop $again
            (br_if $done (i32.ge_u (local.get $steps) (local.get $limit)))
            (local.set $n (call $mix (local.get $n) (i32.xor (local.get $steps) (i32.const 0x5bd1e995))))
            (local.set $steps (i32.add (local.get $steps) (i32.const 1)))
            (br $again)))
        (i32.sub (local.get $n) (local.get $steps))))
    (core instance $arithmetic (instantiate $arithmetic))
    (func (export "mix") (param "a" u32) (param "b" u32) (result u32)
      (canon lift (core func $arithmetic "mix")))
    (func (export "swirl") (param "n" u32) (param "limit" u32) (result u32)
      (canon lift (core func $arithmetic "swirl"))))
  (core func $get-random-u64 (canon lower (func $random "get-random-u64")))
  (core instance $main (instantiate $main
    (with "wasi:random/random@0.2.0" (instance (export "get-random-u64" (func $get-random-u64))))))
  (core instance $shim (instantiate $wit-component-shim-module))
  (instance $inner (instantiate $inner))
  (func (export "digest") (param "text" string) (result u64)
    (canon lift (core func $main "digest") (memory (core memory $main "memory")) (realloc (core func $main "cabi_realloc"))))
  (func (export "shout") (param "text" string) (result string)
    (canon lift (core func $main "shout") (memory (core memory $main "memory")) (realloc (core func $main "cabi_realloc"))
      (post-return (core func $main "cabi_post_shout"))))
  (func (export "lucky") (result u64)
    (canon lift (core func $main "lucky")))
  (alias export $inner "mix" (func $mix))
  (alias export $inner "swirl" (func $swirl))
  (export "mix" (func $mix))
  (export "swirl" (func $swirl)))

/**
 * The WebAssembly binary format: opcodes, instructions, sections and types. No other package knows the number of an
 * opcode. Depends on nothing but the JDK.
 */
package io.github.mewe.wasm;

/**
 * Runs the WebAssembly core tests that come with Binaryen: diversifies every module in them and runs the assertions
 * against the result.
 *
 * <p>{@link io.github.mewe.spec.ScriptReader} reads a script's commands and modules,
 * {@link io.github.mewe.spec.Subjects} assembles and diversifies the modules, {@link io.github.mewe.spec.NodeHarness}
 * runs the commands in Node, with the originals and then with each set of diversified modules, and
 * {@link io.github.mewe.spec.Comparison} compares the outcomes.
 */
package io.github.mewe.spec;

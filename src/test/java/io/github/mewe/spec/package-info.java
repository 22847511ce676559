/**
 * The WebAssembly core tests that come with Binaryen: every module in them is diversified, and the assertions are run
 * against what was made of it.
 *
 * <p>A script is read into commands and modules ({@link io.github.mewe.spec.ScriptReader}), its modules are assembled
 * and diversified ({@link io.github.mewe.spec.Subjects}), the commands run in Node, with the originals and then with
 * each set of diversified modules ({@link io.github.mewe.spec.NodeHarness}), and what came of them is compared
 * ({@link io.github.mewe.spec.Comparison}).
 */
package io.github.mewe.spec;

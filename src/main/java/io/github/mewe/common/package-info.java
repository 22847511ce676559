/**
 * Small utilities that any package may use and that have nothing to do with WebAssembly: files, resources, hashes,
 * threads. They depend on the JDK and commons-io only.
 */
package io.github.mewe.common;

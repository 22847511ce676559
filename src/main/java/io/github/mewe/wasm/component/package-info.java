/** The binary format of components: finds the core modules inside and replaces them. */
package io.github.mewe.wasm.component;

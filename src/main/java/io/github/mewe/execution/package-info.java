/** Runs modules in engines and compares runs. The embedded engine is pure Java; users may add V8. */
package io.github.mewe.execution;

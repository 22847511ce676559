/** Records how often the functions of a module are called. */
package io.github.mewe.engine.profiling;

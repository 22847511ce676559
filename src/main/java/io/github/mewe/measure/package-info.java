/** Measures the diversity, the exposure and the run time of multivariant binaries. */
package io.github.mewe.measure;

/** Puts together what reports and bills of materials say of multivariant binaries. */
package io.github.mewe.engine.reporting;

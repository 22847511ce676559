/** The facade: takes a module and a request, returns the multivariant binary. */
package io.github.mewe.engine;

/** The facade: takes a module and what the user asks for, returns the multivariant binary. */
package io.github.mewe.engine;

/** The load of a module's functions: recorded in a profile or estimated from the code. */
package io.github.mewe.profile;

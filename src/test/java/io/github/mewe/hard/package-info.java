/** Modules that are hard to link: each is run as it was and as it became, in an engine that knows all of it. */
package io.github.mewe.hard;

/** Modules that are hard to link: each runs before and after linking, in an engine that supports all its features. */
package io.github.mewe.hard;

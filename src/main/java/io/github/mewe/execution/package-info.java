/**
 * Engines that run modules: what they are given, and what can be seen of a run. The one that comes with the plugin is
 * pure Java; users may add another.
 */
package io.github.mewe.execution;

/** The goals: they read parameters, build a request, call the engine and attach its output. */
package io.github.mewe.maven;

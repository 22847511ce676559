/** The goals: they read parameters, build a request, call the engine and attach what it made. */
package io.github.mewe.maven;

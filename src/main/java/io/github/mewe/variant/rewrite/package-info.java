/** The strategy that applies proved integer identities, all of them data in {@code rules.txt}. */
package io.github.mewe.variant.rewrite;

/**
 * The multivariant linker: puts function variants into one module, behind dispatchers that choose one of them for each
 * call, with a discriminator that draws the random bits.
 */
package io.github.mewe.link;

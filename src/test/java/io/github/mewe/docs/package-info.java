/** Tests of the documentation itself: its links, its index and the length of the README. */
package io.github.mewe.docs;

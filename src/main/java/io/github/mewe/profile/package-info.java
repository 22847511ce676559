/** Where a module spends its time: as recorded in runs, or else as its structure suggests. */
package io.github.mewe.profile;

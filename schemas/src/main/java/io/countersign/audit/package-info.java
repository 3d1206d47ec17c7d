/** What the audit log proves by itself, to anybody who can read it: its chains, their heads, and the contents it names. */
@NullMarked
package io.countersign.audit;

import org.jspecify.annotations.NullMarked;

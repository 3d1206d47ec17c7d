/** The development issuer: a key made at the first start, and the tokens that it signs. */
@NullMarked
package io.countersign.stack.identity;

import org.jspecify.annotations.NullMarked;

/** How the deciding topology's values are laid out in its store, member by member. */
@NullMarked
package io.countersign.policystream.stream.layout;

import org.jspecify.annotations.NullMarked;

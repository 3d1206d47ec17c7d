/** What a user lets a task do, and for how long, as pure values and functions. */
@NullMarked
package io.countersign.policystream.session;

import org.jspecify.annotations.NullMarked;

/** What may be spent: windows, balances and holds, as pure values and functions. */
@NullMarked
package io.countersign.policystream.budget;

import org.jspecify.annotations.NullMarked;

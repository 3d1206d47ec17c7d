/** Which bundle is in force and what is frozen: the log of controls, and how it is written and adopted. */
@NullMarked
package io.countersign.policystream.activation;

import org.jspecify.annotations.NullMarked;

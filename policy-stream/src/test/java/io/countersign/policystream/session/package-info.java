@NullMarked
package io.countersign.policystream.session;

import org.jspecify.annotations.NullMarked;

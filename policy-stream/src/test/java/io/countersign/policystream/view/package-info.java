@NullMarked
package io.countersign.policystream.view;

import org.jspecify.annotations.NullMarked;

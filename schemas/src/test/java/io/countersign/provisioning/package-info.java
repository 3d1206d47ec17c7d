@NullMarked
package io.countersign.provisioning;

import org.jspecify.annotations.NullMarked;

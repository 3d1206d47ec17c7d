@NullMarked
package io.countersign.schema;

import org.jspecify.annotations.NullMarked;

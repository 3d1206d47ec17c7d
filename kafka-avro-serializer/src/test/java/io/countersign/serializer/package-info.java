@NullMarked
package io.countersign.serializer;

import org.jspecify.annotations.NullMarked;

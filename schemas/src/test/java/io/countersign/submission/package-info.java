@NullMarked
package io.countersign.submission;

import org.jspecify.annotations.NullMarked;

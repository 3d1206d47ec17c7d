@NullMarked
package io.countersign.door.browser;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.countersign.console.browser;

import org.jspecify.annotations.NullMarked;

/**
 * What is this letter, and who may do what about it. Pure: no framework, no clock, no database; everything it looks at
 * is an argument.
 */
@NullMarked
package io.countersign.console.desk;

import org.jspecify.annotations.NullMarked;

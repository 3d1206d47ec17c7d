/** What is the same at every HTTP door of Countersign. It knows no service; what differs between them is theirs. */
@NullMarked
package io.countersign.door;

import org.jspecify.annotations.NullMarked;

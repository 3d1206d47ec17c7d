/** What an agent asks for, and the rules by which every door takes it, however it was written. */
@NullMarked
package io.countersign.submission;

import org.jspecify.annotations.NullMarked;

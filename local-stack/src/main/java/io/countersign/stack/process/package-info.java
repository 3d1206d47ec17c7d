/** Child processes: started in sessions of their own, recorded on disk, ended even when their launcher was killed. */
@NullMarked
package io.countersign.stack.process;

import org.jspecify.annotations.NullMarked;

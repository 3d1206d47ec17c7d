/** One partition with very many users: what it keeps of each, and how fast it decides. */
@NullMarked
package io.countersign.benchmarks.users;

import org.jspecify.annotations.NullMarked;

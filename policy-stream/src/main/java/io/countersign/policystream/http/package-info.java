/** The query and admin API: an owner is answered about itself, operators and policy authors act by their roles. */
@NullMarked
package io.countersign.policystream.http;

import org.jspecify.annotations.NullMarked;

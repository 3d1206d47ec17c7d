@NullMarked
package io.countersign.policystream.http;

import org.jspecify.annotations.NullMarked;

/** A real Keycloak, for tests of how the product gets on with a provider that nobody here wrote. */
@NullMarked
package io.countersign.endtoend.keycloak;

import org.jspecify.annotations.NullMarked;

package io.countersign.door;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The roles of which a call needs one: those that stand on its method, else those on its class. */
final class NeededRoles {
    private NeededRoles() {}

    /** Sorted as they stand; empty if none are said. */
    static List<String> of(ResourceInfo called) {
        return Stream.<AnnotatedElement>of(called.getResourceMethod(), called.getResourceClass())
                .filter(Objects::nonNull)
                .map(element -> element.getAnnotation(RolesAllowed.class))
                .filter(Objects::nonNull)
                .findFirst()
                .map(roles -> List.of(roles.value()))
                .orElse(List.of());
    }
}

package io.countersign.endtoend.isolation;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The calls that there are in a service's classes, described or not. */
final class MadeCalls {

    private static final String REST = "jakarta.ws.rs.";
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH");

    private MadeCalls() {}

    /** Each as its method and path, of all classes of these modules. */
    static Set<String> of(List<String> modules) {
        var classes = new ClassFileImporter()
                .importPaths(modules.stream()
                        .map(module -> Path.of("..", module, "target", "classes"))
                        .toList());
        return classes.stream()
                .filter(MadeCalls::isResource)
                .flatMap(type -> type.getMethods().stream())
                .flatMap(method -> METHODS.stream()
                        .filter(name -> method.isAnnotatedWith(REST + name))
                        .map(name -> name + " " + path(method)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isResource(JavaClass type) {
        return type.isAnnotatedWith(REST + "Path");
    }

    private static String path(JavaMethod method) {
        var whole = "/" + pathOf(method.getOwner()) + "/" + pathOf(method);
        var plain = whole.replaceAll("/+", "/");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static String pathOf(HasAnnotations<?> annotated) {
        return annotated.getAnnotations().stream()
                .filter(annotation -> annotation.getRawType().getName().equals(REST + "Path"))
                .map(MadeCalls::value)
                .findFirst()
                .orElse("");
    }

    private static String value(JavaAnnotation<?> annotation) {
        return annotation.get("value").map(Object::toString).orElse("");
    }
}

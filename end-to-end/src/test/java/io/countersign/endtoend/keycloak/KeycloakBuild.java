package io.countersign.endtoend.keycloak;

import io.countersign.stack.Installation;
import io.countersign.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a Keycloak does once before its first start: it settles what it is made of, here the database in memory. */
final class KeycloakBuild {
    private static final int SECONDS = 240;

    private KeycloakBuild() {}

    static void ensure(Path home, Path log) throws IOException {
        var done = home.resolve("built-for-tests");
        if (Files.exists(done)) {
            return;
        }
        var builder = new ProcessBuilder("sh", home.resolve("bin/kc.sh").toString(), "build", "--db=dev-mem")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA", Installation.java());
        var build = builder.start();
        try {
            if (!build.waitFor(SECONDS, TimeUnit.SECONDS) || build.exitValue() != 0) {
                throw new StackException("Keycloak cannot be built: see " + log + "\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while Keycloak was built", e);
        } finally {
            build.descendants().forEach(ProcessHandle::destroyForcibly);
            build.destroyForcibly();
        }
        Files.createFile(done);
    }
}

package io.countersign.endtoend.keycloak;

import io.countersign.stack.Installation;
import io.countersign.stack.Ports;
import io.countersign.stack.StackException;
import io.countersign.stack.process.ChildPart;
import io.countersign.stack.process.Command;
import io.countersign.stack.process.HttpProbe;
import io.countersign.stack.process.ProcessRecords;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A Keycloak of its own, from the distribution that the build unpacked, with the realm of {@code deploy/keycloak}. It keeps
 * everything in memory: after a restart it has the realm of the file again, and other keys. Browsers find it under another
 * name than services do, as where services run in containers.
 */
public final class KeycloakServer extends ChildPart {
    public static final String REALM = "countersign";

    private static final String ADMINISTRATOR = "administrator";
    private static final Path REALM_FILE =
            Installation.current().repository().resolve("deploy/keycloak/countersign-realm.json");

    private final Path home;
    private final Path folder;
    private final int port = Ports.oneFree();
    private final String password = UUID.randomUUID().toString();
    private final String agentSecret = UUID.randomUUID().toString();
    private final Map<String, String> environment = new HashMap<>();

    private KeycloakServer(Path home, Path folder, Map<String, String> environment) {
        super(new ProcessRecords(folder.resolve("keycloak.processes")));
        this.home = home;
        this.folder = folder;
        this.environment.putAll(environment);
        this.environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
        this.environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", password);
        this.environment.put("COUNTERSIGN_KEYCLOAK_PASSWORD", password);
        this.environment.put("COUNTERSIGN_KEYCLOAK_AGENT_SECRET", agentSecret);
    }

    /**
     * One that is not started yet.
     *
     * @param folder where its log goes
     * @param environment what the realm's file refers to, beside the secrets
     */
    public static KeycloakServer in(Path folder, Map<String, String> environment) throws IOException {
        var home = Path.of(System.getProperty("keycloak.home", "not-unpacked"));
        if (!Files.isDirectory(home)) {
            throw new StackException("Keycloak is not unpacked: it is for -Dgroups=heavy -DexcludedGroups= only");
        }
        KeycloakBuild.ensure(home, folder.resolve("keycloak-build.log"));
        var imported = Files.createDirectories(home.resolve("data/import"));
        Files.copy(
                REALM_FILE, imported.resolve(REALM_FILE.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
        return new KeycloakServer(home, folder, environment);
    }

    @Override
    public String name() {
        return "keycloak";
    }

    /** What its tokens and its pages name. */
    private String outside() {
        return "http://localhost:" + port;
    }

    /** Where services find it. */
    URI inside() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What services are told of it. */
    public Map<String, String> settings() {
        var realm = "/realms/" + REALM;
        return Map.of(
                "COUNTERSIGN_DEVELOPMENT", "false",
                "COUNTERSIGN_DEV_KEY", "",
                "COUNTERSIGN_ISSUER", outside() + realm,
                "COUNTERSIGN_PROVIDER", inside() + realm,
                "COUNTERSIGN_JWKS", inside() + realm + "/protocol/openid-connect/certs");
    }

    /** The password of everybody in the realm. */
    public String password() {
        return password;
    }

    /** What agents and applications ask of a realm. */
    public Realm realm(String name) {
        return new Realm(inside().resolve("/realms/" + name), agentSecret);
    }

    public Administration administration() {
        return new Administration(inside(), ADMINISTRATOR, password, agentSecret);
    }

    @Override
    protected Command command() {
        var arguments = new ArrayList<>(List.of(
                Installation.java(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        arguments.addAll(Installation.silent());
        for (var opened : List.of("java.util", "java.util.concurrent", "java.security", "java.lang")) {
            arguments.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        arguments.addAll(List.of(
                "-Dkc.home.dir=" + home,
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dpicocli.disable.closures=true",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--import-realm",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--hostname=" + outside(),
                "--hostname-backchannel-dynamic=true"));
        return new Command(name(), arguments, environment, folder, folder.resolve("keycloak.log"), null);
    }

    @Override
    protected Duration startLimit() {
        return Duration.ofMinutes(3);
    }

    @Override
    protected boolean ready() {
        return HttpProbe.succeeds(inside().resolve("/realms/" + REALM + "/.well-known/openid-configuration"));
    }
}

package io.countersign.stack.cli;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.Installation;
import io.countersign.stack.identity.DevelopmentIdentity;
import io.countersign.stack.identity.TokenRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints a development token and nothing else. */
@Command(name = "token", description = "Prints a development token, good for eight hours.")
final class TokenCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--tenant", paramLabel = "TENANT", required = true, description = "whose user it is")
    private String tenant = "";

    @Option(names = "--user", paramLabel = "USER", required = true, description = "for whom it speaks")
    private String user = "";

    @Option(
            names = "--agent",
            paramLabel = "AGENT",
            description = "the client that acts for the user; default: the user in person")
    private String agent = TokenRequest.INTERACTIVE_CLIENT;

    @Option(names = "--team", paramLabel = "TEAM", description = "the user's team")
    private @Nullable String team;

    @Option(
            names = "--roles",
            split = ",",
            splitSynopsisLabel = ",",
            paramLabel = "ROLE",
            description = "roles, separated by commas")
    private List<String> roles = List.of();

    @Override
    public Integer call() {
        var data = DataDirectory.from(System.getenv(), Installation.current().repository())
                .create();
        System.out.println(DevelopmentIdentity.in(data.keys()).token(request()));
        return 0;
    }

    private TokenRequest request() {
        try {
            return new TokenRequest(tenant, user, agent, team, Set.copyOf(roles));
        } catch (IllegalArgumentException e) {
            throw spec == null ? e : new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}

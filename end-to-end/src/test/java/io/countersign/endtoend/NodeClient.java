package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scripts with clients from npm, and the examples in Node. */
final class NodeClient {

    private static final Path OWN = Path.of("src/test/npm").toAbsolutePath();
    private static final Path CHAT = Program.example("openai-node");
    private static final Path TOOLS = Program.example("mcp-node");

    private NodeClient() {}

    /** Where everything must be tested, what is missing is a failure. */
    static boolean isWanted() {
        return isInstalled(OWN) && isInstalled(CHAT) && isInstalled(TOOLS) || "true".equals(System.getenv("CI"));
    }

    private static boolean isInstalled(Path folder) {
        return Files.exists(folder.resolve("node_modules/.package-lock.json"));
    }

    /** What a script of the tests tells. */
    static JsonNode run(String script, Map<String, String> environment) throws Exception {
        return new ObjectMapper().readTree(run(OWN, environment, script));
    }

    /** What the example of a chat prints. */
    static String chat(Map<String, String> environment, String question) throws Exception {
        return run(CHAT, environment, "chat.mjs", question);
    }

    /** What the example of tools prints. */
    static String tools(Map<String, String> environment, String... arguments) throws Exception {
        return run(TOOLS, environment, "call.mjs", arguments);
    }

    /** How the example of a chat ends. */
    static Program.Ended endOfChat(Map<String, String> environment) throws Exception {
        return Program.end(CHAT, environment, command(CHAT, "chat.mjs"));
    }

    /** How the example of tools ends. */
    static Program.Ended endOfTools(Map<String, String> environment, String... arguments) throws Exception {
        return Program.end(TOOLS, environment, command(TOOLS, "call.mjs", arguments));
    }

    private static String run(Path folder, Map<String, String> environment, String script, String... arguments)
            throws Exception {
        return Program.run(folder, environment, command(folder, script, arguments));
    }

    private static List<String> command(Path folder, String script, String... arguments) {
        assertThat(isInstalled(folder)).as("npm ci was run in %s", folder).isTrue();
        var command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return command;
    }
}

package io.countersign.provisioning;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** The provisioning step as a program: arguments are the names of actions whose topics are wanted too. */
public final class Main {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] actions) {
        System.exit(run(System.getenv(), List.of(actions), System.err));
    }

    static int run(Map<String, String> environment, List<String> actions, PrintStream errors) {
        try (var provisioner = new Provisioner(ProvisioningSettings.of(environment))) {
            provisioner.provision();
            provisioner.ensureApprovedTopics(actions);
            return DONE;
        } catch (IllegalArgumentException e) {
            errors.println(e.getMessage());
            return WRONG_USAGE;
        } catch (ProvisioningException | KafkaException e) {
            errors.println(e.getMessage());
            return FAILED;
        }
    }
}

package io.countersign.stack.cli;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.Installation;
import io.countersign.stack.Port;
import io.countersign.stack.Service;
import io.countersign.stack.demo.Demo;
import io.countersign.stack.launch.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole product with demo traffic, told as a table; then it stays up. */
@Command(name = "demo", description = "Starts everything, plays the demo's scenarios, and stays up.")
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private final LaunchOptions options = new LaunchOptions();

    @Option(names = "--exit", description = "end after the demo: status 0 only if every scenario ended as it should")
    private boolean exit;

    @Override
    public Integer call() throws InterruptedException {
        long begin = System.nanoTime();
        var data = DataDirectory.from(System.getenv(), Installation.current().repository());
        var routes = data.root().resolve("demo/routes.yaml");
        try (var demo = Demo.open()) {
            var plan = options.plan(List.of(Service.values()), routes);
            return Foreground.run(plan, launch -> play(demo, launch, routes, begin));
        }
    }

    private int play(Demo demo, Launch launch, Path routes, long begin) throws InterruptedException {
        // Not before the launch has the data folder: --fresh clears it.
        demo.routes(routes, System.getenv());
        launch.start();
        System.out.print(Addresses.of(launch, Duration.ofNanos(System.nanoTime() - begin)));
        var log = launch.stack().data().log("launcher");
        boolean well = LauncherLog.asideTo(log, () -> demo.play(launch, System.out));
        if (!exit) {
            System.out.print(Addresses.again(launch));
            Demo.hints(launch.address(Port.INTAKE)).forEach(hint -> System.out.println("  try: " + hint));
            Foreground.awaitEnd();
        }
        return well ? 0 : 1;
    }
}

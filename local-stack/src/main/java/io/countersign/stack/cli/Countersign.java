package io.countersign.stack.cli;

import io.countersign.stack.StackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the product. Exit status: 0 well, 1 a check failed, 2 wrong usage. */
@Command(
        name = "countersign",
        description = "No AI intent runs until policy has countersigned it.",
        usageHelpAutoWidth = true,
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            TokenCommand.class,
            PolicyCommand.class,
            VerifyCommand.class,
            ReplayCommand.class,
            SimulateCommand.class,
            BenchCommand.class,
            ChaosCommand.class
        })
public final class Countersign {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "shows this")
    private boolean help;

    public static void main(String[] arguments) {
        LauncherLog.configure();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Countersign())
                .setParameterExceptionHandler(Countersign::correct)
                .setExecutionExceptionHandler(Countersign::report);
    }

    /** Wrong usage: what is wrong, how the command is used, and where more stands. */
    private static int correct(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var told = command.getErr();
        var plain = wrong.getCause() instanceof TypeConversionException misnamed
                ? misnamed.getMessage()
                : wrong.getMessage();
        told.println("countersign: " + plain);
        UnmatchedArgumentException.printSuggestions(wrong, told);
        told.println("Usage: " + synopsis(command));
        told.println("More: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static String synopsis(CommandLine command) {
        return command.getHelp().synopsis(0).replaceAll("\\s+", " ").strip();
    }

    /** What went wrong in the world is one line; anything else is a bug and shows its stack. */
    private static int report(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof StackException) {
            command.getErr().println("countersign: " + failure.getMessage());
            return ExitCode.SOFTWARE;
        }
        throw failure;
    }
}

package org.g2face.jobs.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.g2face.checkpoint.CheckpointException;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.OrderlyStop;
import org.g2face.jobs.SparkWork;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.keys.KeySetException;
import org.g2face.model.ModelException;
import org.g2face.preflight.PreflightException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code g2face}: its commands, its help and how it tells of errors. */
@Command(
    name = "g2face",
    description = {"Reversible face anonymization at dataset scale.", ""},
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = G2Face.Versions.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face demo",
      "  g2face anonymize --input photos/ --output anonymized/ --keys ward.json",
      "  g2face help keys create"
    })
public final class G2Face implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Prints this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Prints versions.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean version;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Prints the stack trace of an error.")
  private boolean verbose;

  private G2Face() {}

  /** The whole command line, ready to execute. */
  static CommandLine commandLine(FaceNetworks networks) {
    CommandLine line =
        new CommandLine(new G2Face())
            .addSubcommand(new DemoCommand(networks))
            .addSubcommand(new AnonymizeCommand(networks))
            .addSubcommand(new RecoverCommand(networks))
            .addSubcommand(new IngestCommand())
            .addSubcommand(new TrainCommand())
            .addSubcommand(new EvaluateCommand(networks))
            .addSubcommand(new ImportCommand())
            .addSubcommand(new KeysCommand())
            .addSubcommand(new ModelCommand())
            .addSubcommand(new ConfigCommand())
            .addSubcommand(new VersionCommand())
            .addSubcommand(new CompletionCommand())
            .addSubcommand(new HelpCommand())
            .setExecutionExceptionHandler(G2Face::explain)
            .setParameterExceptionHandler(G2Face::explainUsage)
            .setResourceBundle(new Defaults())
            .setUsageHelpWidth(100)
            .setUsageHelpAutoWidth(true)
            // A misspelt option is told as such, and not taken for the value of the one before it.
            .setUnmatchedOptionsAllowedAsOptionParameters(false);
    arrangeHelp(line);
    return line;
  }

  private static void arrangeHelp(CommandLine command) {
    command.getSubcommands().values().forEach(G2Face::arrangeHelp);
    command.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, new GroupedOptions());
    command
        .getCommandSpec()
        .usageMessage()
        .sortOptions(false)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "done");
    codes.put(
        "1", "failed; nothing is visible at the output, of an evaluation perhaps its numbers");
    codes.put("2", "wrong usage; nothing was started");
    codes.put("3", "done, but images were quarantined (see --on-quarantine)");
    codes.put("4", "a gate of the evaluation was not passed, whatever else could not be written");
    codes.put("130, 143", "stopped by Ctrl-C or SIGTERM; says what the same command goes on from");
    return codes;
  }

  /** Without a command there is nothing to do but explain. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int explain(Exception error, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    G2Face root = (G2Face) command.getCommandSpec().root().userObject();
    err.println("g2face: " + describe(error));
    if (OrderlyStop.processIsAsked()) {
      err.flush();
      return ExitCode.FAILED;
    }
    if (root.verbose) {
      error.printStackTrace(err);
    } else if (!(error instanceof UsageException)) {
      err.println("g2face: --verbose prints where it happened");
    }
    err.flush();
    return error instanceof UsageException ? ExitCode.WRONG_USAGE : ExitCode.FAILED;
  }

  private static String describe(Exception error) {
    if (OrderlyStop.processIsAsked() && !String.valueOf(error.getMessage()).startsWith("stopped")) {
      return SparkWork.STOPPED;
    }
    if (error instanceof UsageException
        || error instanceof JobFailedException
        || error instanceof KeySetException
        || error instanceof ModelException
        || error instanceof CheckpointException
        || error instanceof PreflightException) {
      return error.getMessage();
    }
    if (error instanceof NoSuchFileException || error instanceof FileNotFoundException) {
      return "no such file: " + error.getMessage();
    }
    return error.getClass().getSimpleName() + ": " + error.getMessage();
  }

  private static int explainUsage(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("g2face: " + Misspelling.describe(error));
    err.println("g2face: see " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.WRONG_USAGE;
  }

  /** The text of {@code --version}. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return VersionCommand.lines();
    }
  }
}

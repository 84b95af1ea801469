// The command line: which commands there are, and what becomes of their errors. Each command's code is loaded when it is
// called, so that the first line appears at once.

import { Command, CommanderError } from "commander";
import { OperatorError } from "../kernel/errors.ts";
import { Exit, EXIT, EXIT_OF_ERROR } from "./exit-codes.ts";
import { addReleaseCommands, changing, tested } from "./release-commands.ts";
import type { ReleaseOptions } from "./release-commands.ts";
import { parsePorts } from "./server.ts";
import { note, printDiagnostic, printOperatorError } from "./terminal.ts";
import { contractsCommand } from "./contracts-command.ts";
import { graphCommand } from "./graph-command.ts";
import type { AdoptCommandOptions } from "./commands/unowned.ts";
import type { CheckOptions } from "./commands/check.ts";
import type { DriftOptions } from "./commands/drift.ts";
import { environmentCommands } from "./environment-commands.ts";
import { common, system } from "./options.ts";
import type { DeployCommandOptions } from "./commands/deploy.ts";
import type { SuggestOptions } from "./commands/policy-suggest.ts";
import type { PlanCommandOptions } from "./commands/plan.ts";
import type { CommonOptions } from "./workspace.ts";

const DEFAULT_PORT = "4566";

interface PortOptions {
  readonly port: string;
  readonly httpsPort?: string;
  readonly dnsPort?: string;
}

interface UpOptions extends PortOptions {
  readonly inspect?: readonly string[];
  readonly inspectBrk?: readonly string[];
}

const collect = (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text];

function createProgram(): Command {
  const program = new Command("stackyard")
    .description(
      "An AWS-compatible serverless cloud on this machine, and the delivery of systems of many stacks to it.",
    )
    .exitOverride()
    // `env --json` and `env list --json` are two options: each belongs to the command before it.
    .enablePositionalOptions()
    .showHelpAfterError("Run `stackyard --help` for all commands.")
    .addHelpText("after", exitCodeHelp());

  system(program.command("up [DIR]").description("Run the cloud, deploy all units, and bring saved files live."))
    .option("--port <port>", "port of the server", DEFAULT_PORT)
    .option("--https-port <port>", "take HTTPS as well, on this port")
    .option("--dns-port <port>", "answer DNS from the hosted zones, on this port")
    .option("--inspect <function[=port]>", "let a debugger come to a function (from port 9229 on)", collect)
    .option(
      "--inspect-brk <function[=port]>",
      "the same; its code waits for the debugger and stops where it begins",
      collect,
    )
    .action(async (directory: string | undefined, options: CommonOptions & UpOptions) => {
      if (options.json !== true) note(`Bringing up ${directory ?? "."}`);
      const { runUp } = await import("./commands/up.ts");
      await runUp(directory, { ...options, ports: parsePorts(options) });
    });
  tested(changing(system(program.command("deploy [DIR]").description("Deploy the units that changed."))))
    .option("--why", "say for each unit why it is deployed: which file, property or value changed")
    .option("--plan <file>", "apply exactly the plan that `plan --out` saved")
    .option("--to <name>", "the environment that is deployed to, as --env")
    .option("--force", "deploy into an environment that takes promotions only")
    .option("--allow-data-loss", "let tables, buckets, queues and their like be deleted or replaced")
    .addHelpText("after", DEPLOY_EXAMPLES)
    .action(async (directory: string | undefined, options: DeployCommandOptions & ReleaseOptions) => {
      if (options.json !== true) note(`Deploying ${directory ?? "."}`);
      const { runDeploy } = await import("./commands/deploy.ts");
      await runDeploy(directory, { ...options, ...(options.to === undefined ? {} : { env: options.to }) });
    });
  system(program.command("plan [DIR]").description("Show what deploying would do, by doing it on a fork."))
    .option("--to <name>", "the environment that is promoted or deployed to, as --env")
    .option("--format <format>", "text, markdown or json", "text")
    .option("--out <file>", "save the plan for `deploy --plan`")
    .option("--test", "run the post-deploy tests on the fork")
    .addHelpText("after", PLAN_EXAMPLES)
    .action(async (directory: string | undefined, options: PlanCommandOptions) => {
      if (options.json !== true && options.format === "text") note(`Rehearsing ${directory ?? "."} on a fork`);
      const { runPlan } = await import("./commands/plan.ts");
      await runPlan(directory, options);
    });
  system(
    program
      .command("check [DIR|TEMPLATE]")
      .description("Say, before any deployment, what the cloud enforces, keeps without an effect, and does not have."),
  )
    .option("--all", "list what is enforced, too")
    .addHelpText("after", CHECK_EXAMPLES)
    .action(async (path: string | undefined, options: CheckOptions) => {
      const { runCheck } = await import("./commands/check.ts");
      await runCheck(path, options);
    });
  changing(system(program.command("destroy [DIR]").description("Delete all stacks, and show that none is left.")))
    .option("--allow-data-loss", "delete buckets with what is in them")
    .option("--force", "destroy shared units that other environments read from")
    .action(async (directory: string | undefined, options: CommonOptions & ReleaseOptions) => {
      if (options.json !== true) note(`Destroying ${directory ?? "."}`);
      const { runDestroy } = await import("./commands/destroy.ts");
      await runDestroy(directory, options);
    });
  system(program.command("status [DIR]").description("Show the units as the cloud has them.")).action(
    async (directory: string | undefined, options: CommonOptions) => {
      const { runStatus } = await import("./commands/status.ts");
      await runStatus(directory, options);
    },
  );
  graphCommand(program);
  contractsCommand(program);
  environmentCommands(program);
  system(program.command("drift [DIR]").description("Compare what is live with what was deployed."))
    .option("--accept", "write the live values into the templates")
    .option("--revert", "bring the stacks back to what their templates say")
    .option("--with-owned", "revert, too, what the configuration leaves to something else")
    .option("--break-lock", "take the environment's lock from whoever has it")
    .addHelpText("after", DRIFT_EXAMPLES)
    .action(async (directory: string | undefined, options: DriftOptions) => {
      if (options.json !== true) note(`Looking for drift in ${directory ?? "."}`);
      const { runDrift } = await import("./commands/drift.ts");
      await runDrift(directory, options);
    });
  system(program.command("logs [UNIT/FUNCTION]").description("Show what functions wrote."))
    .option("-f, --follow", "go on until Ctrl-C")
    .option("--minutes <minutes>", "how far to look back", "60")
    .action(
      async (
        name: string | undefined,
        options: CommonOptions & { readonly follow?: boolean; readonly minutes?: string },
      ) => {
        const { runLogs } = await import("./commands/logs.ts");
        await runLogs(name, options);
      },
    );
  common(program.command("invoke <FUNCTION>").description("Call a function once."))
    .option("--payload <json>", 'the event: JSON, "@FILE", or "-" for standard input')
    .action(async (name: string, options: CommonOptions & { readonly payload?: string }) => {
      const { runInvoke } = await import("./commands/invoke.ts");
      await runInvoke(name, options);
    });
  common(program.command("inspect <FUNCTION>").description("Let a debugger come to a function, until Ctrl-C."))
    .option("--port <port>", "the debugger's port (9229)")
    .option("--break", "its code waits for the debugger, and stops where it begins")
    .action(async (name: string, options: CommonOptions & { readonly port?: string; readonly break?: boolean }) => {
      const { runInspect } = await import("./commands/inspect.ts");
      await runInspect(name, options);
    });
  common(program.command("inbox [DIR]").description("Show the mails that were sent.")).action(
    async (directory: string | undefined, options: CommonOptions) => {
      const { runInbox } = await import("./commands/inbox.ts");
      await runInbox(directory, options);
    },
  );
  program
    .command("why-denied [REQUEST_ID]")
    .description("Say why a call was denied (the latest one), and what would allow it.")
    .option("--last <count>", "how many denials, newest first")
    .option("--json", "machine-readable output")
    .addHelpText("after", "\nThe request id is in the error of every SDK, and in the answer's x-amzn-requestid.")
    .action(async (requestId: string | undefined, options: { readonly json?: boolean; readonly last?: string }) => {
      const { runWhyDenied } = await import("./commands/why-denied.ts");
      await runWhyDenied(requestId, options);
    });
  common(
    program
      .command("policy")
      .description("Derive policies from what was really done.")
      .command("suggest <UNIT>")
      .description("For each role of a unit: what it did, as a policy, beside what it is granted."),
  )
    .option("--dir <dir>", "the system's folder")
    .action(async (unit: string, options: SuggestOptions) => {
      const { runPolicySuggest } = await import("./commands/policy-suggest.ts");
      await runPolicySuggest(unit, options);
    });
  addReleaseCommands(program);
  program
    .command("serve")
    .description("Run the cloud only.")
    .option("--port <port>", "port of the server", DEFAULT_PORT)
    .option("--https-port <port>", "take HTTPS as well, on this port")
    .option("--dns-port <port>", "answer DNS from the hosted zones, on this port")
    .option("--resource-types <file>", "resource types of your own; may be given several times", collect)
    .option("--json", "one line of JSON")
    .action(async (options: PortOptions & { readonly json?: boolean; readonly resourceTypes?: readonly string[] }) => {
      const { runServe } = await import("./commands/serve.ts");
      const { json, resourceTypes = [] } = options;
      await runServe({ ...parsePorts(options), ...(json === true && { json: true }), resourceTypes });
    });
  program
    .command("ca")
    .description("Show the certificate of the local authority, for clients of HTTPS to trust.")
    .option("--path", "the path of its file")
    .option("--json", "one line of JSON")
    .action(async (options: { path?: boolean; json?: boolean }) => {
      const { runCa } = await import("./commands/ca.ts");
      runCa(options);
    });
  common(program.command("unowned [DIR]").description("List the resources that belong to no stack.")).action(
    async (directory: string | undefined, options: CommonOptions) => {
      const { runUnowned } = await import("./commands/unowned.ts");
      await runUnowned(directory, options);
    },
  );
  common(program.command("adopt <TYPE> <NAME>").description("Take a resource that belongs to no stack into a unit."))
    .requiredOption("--unit <unit>", "the unit whose template gets it")
    .option("--as <id>", "its logical id (made of its name)")
    .option("--dir <dir>", "the system's folder")
    .addHelpText("after", "\nExamples:\n  stackyard adopt AWS::SQS::Queue orders --unit payment --as OrderQueue")
    .action(async (resourceType: string, name: string, options: AdoptCommandOptions) => {
      const { runAdopt } = await import("./commands/unowned.ts");
      await runAdopt(resourceType, name, options);
    });
  program
    .command("completion <SHELL>")
    .description("Print completion for bash, zsh or fish.")
    .addHelpText("after", '\nExamples:\n  eval "$(stackyard completion bash)"\n  stackyard completion fish | source')
    .action(async (shell: string) => {
      const { runCompletion } = await import("./commands/completion.ts");
      runCompletion(program, shell);
    });
  return program;
}

const DEPLOY_EXAMPLES = `
Examples:
  stackyard deploy                        what changed, to the first environment
  stackyard deploy --to test --only payment...
  stackyard deploy --on-failure rollback  all or nothing
  stackyard deploy --why                  and say for each unit why`;

const PLAN_EXAMPLES = `
Examples:
  stackyard plan                        what would change in the first environment
  stackyard plan --to test              what promoting to "test" would do
  stackyard plan --format markdown      for the comment on a pull request
  stackyard plan --out plan.json        and then: stackyard deploy --plan plan.json
  stackyard plan --test                 with the post-deploy tests, on the fork

Exit codes: 0 nothing breaks; 1 a reader breaks, data is lost, or a unit fails; 2 wrong usage.`;

const CHECK_EXAMPLES = `
Examples:
  stackyard check                       all units of the system
  stackyard check template.yaml --all   one template, each property of each resource
  stackyard check --json                for a pipeline

Exit codes: 0 all would deploy; 1 something is not supported; 2 a template is wrong on AWS, too.`;

const DRIFT_EXAMPLES = `
Examples:
  stackyard drift                      exit code 1 if something drifted
  stackyard drift --only payment --revert
  stackyard drift --accept             then look at the templates, and deploy`;

function exitCodeHelp(): string {
  const lines = Object.values(EXIT).map(({ code, meaning }) => `  ${String(code).padEnd(5)}${meaning}`);
  return `\nExit codes:\n${lines.join("\n")}`;
}

async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof Exit) return error.code;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok.code : EXIT.usage.code;
  if (error instanceof OperatorError) {
    printOperatorError(error);
    return EXIT_OF_ERROR[error.code] ?? EXIT.refused.code;
  }
  const { DiagnosticsError } = await import("../delivery/system/system.ts");
  if (error instanceof DiagnosticsError) {
    for (const diagnostic of error.diagnostics) printDiagnostic(diagnostic);
    return EXIT.usage.code;
  }
  if (error instanceof Error && "$metadata" in error) {
    note(`The cloud refused: ${error.name}: ${error.message}`);
    return EXIT.refused.code;
  }
  note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.bug.code;
}

// AWS's SDK warns about the version of Node when a client is made; nobody at this command line can act on it there.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

// A reader that has seen enough (`stackyard logs | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.ok.code);
  throw error;
});

// Waiting for a cloud keeps no handle open that Node counts; this one keeps the process until the command is done.
const hold = setInterval(() => undefined, 2 ** 30);
try {
  await createProgram().parseAsync(process.argv);
  process.exitCode = EXIT.ok.code;
} catch (error) {
  process.exitCode = await exitCodeOf(error);
} finally {
  clearInterval(hold);
}

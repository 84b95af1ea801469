// The commands that make, list and remove environments.

import type { Command } from "commander";
import type { CreateOptions } from "./commands/env-create.ts";
import { common, selection } from "./options.ts";
import { note } from "./terminal.ts";
import type { PlaceOptions } from "./release-place.ts";
import type { CommonOptions } from "./workspace.ts";

/** Adds `env`, all below it, and `fork`. */
export function environmentCommands(program: Command): void {
  const env = common(
    program
      .command("env [DIR]")
      .description('Print credentials and endpoint, eval "$(stackyard env)", or manage environments.'),
  ).action(async (directory: string | undefined, options: CommonOptions) => {
    const { runEnv } = await import("./commands/env.ts");
    await runEnv(directory, options);
  });
  const create = env
    .command("create <NAME> [DIR]")
    .description("Make an environment: every unit, or a preview of some.");
  selection(creation(create))
    .option("--preview", "deploy only the selected units, and borrow the others")
    .addHelpText("after", ENV_CREATE_EXAMPLES)
    .action(async (name: string, directory: string | undefined, options: CreateOptions) => {
      if (options.json !== true) note(`Creating ${name}`);
      const { runEnvCreate } = await import("./commands/env-create.ts");
      await runEnvCreate(name, directory, options);
    });
  env
    .command("destroy <NAME> [DIR]")
    .description("Delete an environment, and show that nothing is left.")
    .option("--allow-data-loss", "for one of the configuration: delete buckets with what is in them")
    .option("--json", "machine-readable output")
    .action(async (name: string, directory: string | undefined, options: CommonOptions) => {
      if (options.json !== true) note(`Destroying ${name}`);
      const { runEnvDestroy } = await import("./commands/env-destroy.ts");
      await runEnvDestroy(name, directory, options);
    });
  env
    .command("clean [DIR]")
    .description("Remove environments that have expired or were left half-built.")
    .option("--json", "machine-readable output")
    .action(async (directory: string | undefined, options: CommonOptions) => {
      const { runEnvClean } = await import("./commands/env-destroy.ts");
      await runEnvClean(directory, options);
    });
  env
    .command("list [DIR]")
    .description("List environments with owner, age, drift and last failure.")
    .option("--json", "machine-readable output")
    .action(async (directory: string | undefined, options: CommonOptions) => {
      const { runEnvList } = await import("./commands/env-list.ts");
      await runEnvList(directory, options);
    });
  program
    .command("compare <ENV> <ENV>")
    .description("Show how two environments differ: versions, parameters, outputs.")
    .option("--dir <dir>", "the system's folder")
    .option("--json", "machine-readable output")
    .addHelpText("after", "\nExamples:\n  stackyard compare dev test     exit code 1 unless the versions are the same")
    .action(async (first: string, second: string, options: PlaceOptions) => {
      const { runCompare } = await import("./commands/compare.ts");
      await runCompare(first, second, options);
    });
  creation(program.command("fork <NAME> [DIR]").description("Copy a local environment with its data, at once.")).action(
    async (name: string, directory: string | undefined, options: CreateOptions) => {
      const { runFork } = await import("./commands/env-create.ts");
      await runFork(name, directory, options);
    },
  );
}

function creation(command: Command): Command {
  return command
    .option("--from <env>", "the environment to start from (the first one)")
    .option("--ttl <time>", "remove it after 90m, 24h or 7d: stackyard env clean")
    .option("--json", "machine-readable output");
}

const ENV_CREATE_EXAMPLES = `
Examples:
  stackyard env create pr-42 --ttl 24h                    every unit, in an account of its own
  stackyard env create pr-42 --preview --only payment     one unit; the others are those of the first environment
  stackyard fork experiment --from dev                    a copy with all data (local only)`;

// The commands about releases, as the table of commands lists them.

import type { Command } from "commander";
import { common, system } from "./options.ts";
import { note } from "./terminal.ts";
import type { PlaceOptions } from "./release-place.ts";
import type { CommonOptions } from "./workspace.ts";

/** What the commands that change an environment share beside the common options. */
export interface ReleaseOptions {
  readonly breakLock?: boolean;
  readonly yes?: boolean;
  readonly onFailure?: string;
  /** False with `--no-tests`. */
  readonly tests?: boolean;
}

/** Adds the commands. */
export function addReleaseCommands(program: Command): void {
  place(common(program.command("releases [ACTION] [NUMBER]").description("List releases; `show N`, `report N`.")))
    .option("--out <file>", "where `report` writes its page (release-N.html)")
    .option("--limit <count>", "how many to list", "20")
    .addHelpText(
      "after",
      examples("stackyard releases", "stackyard releases show 12", "stackyard releases report 12 --out 12.html"),
    )
    .action(async (action: string | undefined, number: string | undefined, options: ReleasesOptions) => {
      const { runReleases } = await import("./commands/releases.ts");
      await runReleases(action, number, options);
    });

  place(common(program.command("diagnose [NUMBER]").description("Say again why a release failed: cause, place, logs.")))
    .addHelpText("after", examples("stackyard diagnose", "stackyard diagnose 12 --env test"))
    .action(async (number: string | undefined, options: PlaceOptions) => {
      const { runDiagnose } = await import("./commands/diagnose.ts");
      await runDiagnose(number, options);
    });

  changing(place(common(program.command("rollback [NUMBER]").description("Bring the whole release back."))))
    .option("--allow-data-loss", "go back although data is deleted")
    .option("--dry-run", "only say what would happen, and what cannot be undone")
    .addHelpText(
      "after",
      examples("stackyard rollback", "stackyard rollback 11 --env test", "stackyard rollback --system shop --env dev"),
    )
    .action(async (number: string | undefined, options: RollbackCommandOptions) => {
      const { runRollback } = await import("./commands/rollback.ts");
      await runRollback(number, options);
    });

  tested(
    changing(between(system(program.command("promote <FROM> <TO>")), "Take the same bytes to the next environment.")),
  )
    .option("--force", "although can-promote says no")
    .addHelpText("after", examples("stackyard promote dev test", "stackyard promote dev test --only payment"))
    .action(async (from: string, to: string, options: PromoteCommandOptions) => {
      if (options.json !== true) note(`Promoting ${from} to ${to}`);
      const { runPromote } = await import("./commands/promote.ts");
      await runPromote(from, to, options);
    });

  between(
    system(program.command("can-promote <FROM> <TO>")),
    "Say whether that may be done, and what stands against it.",
  )
    .addHelpText("after", examples("stackyard can-promote dev test && stackyard promote dev test"))
    .action(async (from: string, to: string, options: CommonOptions & { readonly dir?: string }) => {
      const { runCanPromote } = await import("./commands/promote.ts");
      await runCanPromote(from, to, options);
    });
}

/** Options of `releases`. */
export interface ReleasesOptions extends PlaceOptions {
  readonly out?: string;
  readonly limit?: string;
}

/** Options of `rollback`. */
export interface RollbackCommandOptions extends PlaceOptions, ReleaseOptions {
  readonly allowDataLoss?: boolean;
  readonly dryRun?: boolean;
}

/** Options of `promote`. */
export interface PromoteCommandOptions extends CommonOptions, ReleaseOptions {
  readonly dir?: string;
  readonly force?: boolean;
}

/** Adds the options of commands that take the environment's lock. */
export function changing(command: Command): Command {
  return command
    .option("--break-lock", "take the lock from whoever holds it; only if its owner is surely dead")
    .option("-y, --yes", "do not ask where the environment wants somebody to say yes");
}

/** Adds the options of commands that run tests and obey a policy. */
export function tested(command: Command): Command {
  return command
    .option("--on-failure <policy>", "stop, continue, or rollback (the environment's own)")
    .option("--no-tests", "do not run the tests");
}

function between(command: Command, description: string): Command {
  return command.description(description).option("--dir <dir>", "the system's folder (the current one)");
}

function place(command: Command): Command {
  return command
    .option("--dir <dir>", "the system's folder (the current one)")
    .option("--system <name>", "the system's name, where its sources are not at hand")
    .option("--target <cloud>", "with --system: local or aws", "local")
    .option("--region <region>", "with --system: the region")
    .option("--account <account>", "with --system: the account");
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

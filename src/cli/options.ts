// Options that commands share.

import type { Command } from "commander";

/** Adds what every command about an environment takes. */
export function common(command: Command): Command {
  return command.option("--env <name>", "the environment (the first one)").option("--json", "machine-readable output");
}

/** Adds, too, the selection of units. */
export function system(command: Command): Command {
  return selection(common(command));
}

/** Adds the selection of units alone. */
export function selection(command: Command): Command {
  return command
    .option(
      "--only <units>",
      'only these units: "payment", "payment..." and its dependants, "...payment" and its dependencies, "pay*", "!ui"; commas between',
      (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
    )
    .option(
      "--changed [range]",
      "only the units that changed since the last commit, or in a range such as main...HEAD",
    );
}

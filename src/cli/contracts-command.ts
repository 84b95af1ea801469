// The command line of `stackyard contracts`.

import type { Command } from "commander";
import type { CheckOptions } from "./commands/contracts.ts";
import { common, system } from "./options.ts";
import type { CommonOptions } from "./workspace.ts";

/** Adds the command, and `contracts check` below it. */
export function contractsCommand(program: Command): void {
  const contracts = common(
    program
      .command("contracts [DIR]")
      .description("List contracts of events and APIs with their readers, or check a change of them."),
  ).action(async (directory: string | undefined, options: CommonOptions) => {
    const { runContracts } = await import("./commands/contracts.ts");
    await runContracts(directory, options);
  });
  system(
    contracts
      .command("check [DIR]")
      .description("Say whom a change of contracts breaks, or whether live events keep them."),
  )
    .option("--against <what>", "an environment, the number of a release, or a commit of git (the first environment)")
    .option("--live <env>", "instead, look at the events of an environment")
    .option("--seconds <seconds>", "with --live: for how long", "10")
    .addHelpText(
      "after",
      `
Examples:
  stackyard contracts check                       against what is deployed in the first environment
  stackyard contracts check --against main        against the branch that this one will be merged into
  stackyard contracts check --against 12 --env test
  stackyard contracts check --live test --seconds 60

Exit codes: 0 no reader breaks; 1 a reader breaks, or an event is not what its contract says; 2 wrong usage.`,
    )
    .action(async (directory: string | undefined, options: CheckOptions) => {
      const { runContractsCheck } = await import("./commands/contracts.ts");
      await runContractsCheck(directory, options);
    });
}

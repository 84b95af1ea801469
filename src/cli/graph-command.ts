// The command line of `stackyard graph`.

import { Option } from "commander";
import type { Command } from "commander";
import type { GraphOptions } from "./commands/graph.ts";
import { system } from "./options.ts";

/** Adds the command. */
export function graphCommand(program: Command): void {
  system(
    program.command("graph [DIR]").description("Show who depends on whom, why, and where that stands in the source."),
  )
    .addOption(
      new Option("--format <format>", "how it is shown").choices(["text", "mermaid", "svg", "json"]).default("text"),
    )
    .option("--resources", "with the resources at both ends of each dependency")
    .option("--paths", "instead, the files that can change each unit: path filters for a CI")
    .addHelpText(
      "after",
      `
Examples:
  stackyard graph                            units by tier, what each depends on, and where
  stackyard graph --only ...payment          the unit and all that it depends on
  stackyard graph --format svg > graph.svg   a picture
  stackyard graph --paths > filters.yaml     for pipelines that run only for their unit's files`,
    )
    .action(async (directory: string | undefined, options: GraphOptions) => {
      const { runGraph } = await import("./commands/graph.ts");
      await runGraph(directory, options);
    });
}

// `stackyard plan [DIR]`: shows what deploying would do, by doing it on a fork.

import { OperatorError } from "../../kernel/errors.ts";
import { openBuilder } from "../builder.ts";
import { connectionOf, requireServer, stateFolder, targetOf } from "../connection.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { takeInterrupts } from "../interrupt.ts";
import { planLines, planVerdict } from "../plan-text.ts";
import { note, print, printJson } from "../terminal.ts";
import { openWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** The command's own options. */
export interface PlanCommandOptions extends CommonOptions {
  /** As `--env`, in the words of `promote`. */
  readonly to?: string;
  readonly format?: string;
  /** Where to save the plan. */
  readonly out?: string;
  /** Runs the post-deploy tests on the fork. */
  readonly test?: boolean;
}

const FORMATS: ReadonlySet<string> = new Set(["text", "markdown", "json"]);

/** Runs the command. */
export async function runPlan(directory: string | undefined, options: PlanCommandOptions): Promise<void> {
  const format = options.json === true ? "json" : (options.format ?? "text");
  if (!FORMATS.has(format)) {
    throw new OperatorError({
      code: "ERR_FORMAT",
      message: `A plan has no format "${format}". It has ${[...FORMATS].join(", ")}.`,
      hints: ["stackyard plan --format markdown"],
    });
  }
  const name = options.to ?? options.env;
  const { system, environment, only } = await openWorkspace(directory, {
    ...options,
    json: format !== "text",
    ...(name === undefined ? {} : { env: name }),
  });
  const target = await targetOf(system, environment);
  const make =
    environment.target === "aws"
      ? (await import("../../delivery/plan/plan-on-aws.ts")).planOnAws
      : (await import("../../delivery/plan/make-plan.ts")).makePlan;
  const interrupt = takeInterrupts("The rehearsal ends, and its fork is dropped.");
  const builder = openBuilder(system);
  try {
    const plan = await make({
      system,
      environment,
      target,
      builder,
      runsTests: options.test === true,
      ...(only === undefined ? {} : { only }),
      connection: connectionOf(requireServer(stateFolder())),
      signal: interrupt.signal,
    });
    if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
    if (options.out !== undefined) {
      const { savePlan } = await import("../../delivery/plan/saved-plan.ts");
      await savePlan(plan, options.out);
    }
    if (format === "json") printJson(plan);
    else if (format === "markdown") {
      const { markdownOf } = await import("../../delivery/plan/markdown.ts");
      print(markdownOf(plan).trimEnd());
    } else {
      for (const line of planLines(plan)) print(line);
      note(planVerdict(plan));
      if (options.out !== undefined) note(`  Next: stackyard deploy --env ${environment.name} --plan ${options.out}`);
    }
    if (!plan.isSafe) throw new Exit(EXIT.failed.code);
  } finally {
    await builder.dispose();
    interrupt.dispose();
  }
}

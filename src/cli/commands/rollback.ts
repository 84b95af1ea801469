// `stackyard rollback [N]`: brings an environment back to an earlier release.

import { rollback } from "../../delivery/release/rollback.ts";
import { requireApproval } from "../approval.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { takeInterrupts } from "../interrupt.ts";
import { show, showFirstFailure } from "../progress.ts";
import { parseNumber } from "../release-number.ts";
import { openPlace } from "../release-place.ts";
import type { RollbackCommandOptions } from "../release-commands.ts";
import { formatDuration, note, outputMode, printJson } from "../terminal.ts";

/** Runs the command. */
export async function runRollback(number: string | undefined, options: RollbackCommandOptions): Promise<void> {
  const mode = outputMode(options);
  const to = number === undefined ? undefined : parseNumber(number);
  const { place, target, environment } = await openPlace(options);
  if (mode !== "json") note(`System ${place.system}, environment ${place.environment}`);
  if (options.dryRun !== true)
    await requireApproval(environment, options, `Go back in environment ${environment.name}?`);
  const interrupt = takeInterrupts("No further unit starts; stacks that are changing come to their end.");
  try {
    const run = rollback({
      place,
      target,
      signal: interrupt.signal,
      allowDataLoss: options.allowDataLoss === true,
      isPreview: options.dryRun === true,
      lock: options.breakLock === true ? "break" : "fail",
      ...(to === undefined ? {} : { to }),
    });
    const result = await show(run, mode);
    if (mode === "json") printJson({ type: "result", ...result });
    else if (options.dryRun === true) note(`Nothing was changed; it would go back to release ${result.to}.`);
    else if (result.isComplete && result.release === undefined)
      note(`Environment ${place.environment} is as release ${result.to} left it; nothing was changed.`);
    else if (result.isComplete)
      note(`Back to release ${result.to}, as release ${result.release}, in ${formatDuration(result.durationMs)}.`);
    if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
    if (result.isComplete) return;
    if (mode !== "json") showFirstFailure(result.units, `stackyard rollback ${result.to} --env ${environment.name}`);
    throw new Exit(EXIT.failed.code);
  } finally {
    interrupt.dispose();
  }
}

// `stackyard inspect FUNCTION`: lets a debugger come to a deployed function, until Ctrl-C.

import { targetOf } from "../connection.ts";
import { beginDebugging, parseWish } from "../inspection.ts";
import { takeInterrupts } from "../interrupt.ts";
import { note, outputMode } from "../terminal.ts";
import { openWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs the command. */
export async function runInspect(
  name: string,
  options: CommonOptions & { readonly port?: string; readonly break?: boolean },
): Promise<void> {
  const mode = outputMode(options);
  const workspace = await openWorkspace(undefined, { ...options, isKnown: true });
  const target = await targetOf(workspace.system, workspace.environment);
  const interrupt = takeInterrupts();
  const wish = parseWish(options.port === undefined ? name : `${name}=${options.port}`, options.break === true);
  const end = await beginDebugging(workspace, target, [wish], mode);
  if (mode !== "json") note("Attach, and call the function. Press Ctrl-C to end.");
  await interrupt.interrupted;
  await end();
  interrupt.dispose();
}

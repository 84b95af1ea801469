// `stackyard serve`: the server alone, until Ctrl-C.

import { stateFolder } from "../connection.ts";
import { takeInterrupts } from "../interrupt.ts";
import { start } from "../server.ts";
import { note, print, printJson } from "../terminal.ts";

/** Runs the command. */
export async function runServe(options: { readonly port: number; readonly json?: boolean }): Promise<void> {
  const interrupt = takeInterrupts();
  const stateDir = stateFolder();
  const server = await start(stateDir, options.port);
  if (options.json === true) printJson({ origin: server.origin, stateDir, pid: process.pid });
  else print(`Serving AWS at ${server.origin}, state in ${stateDir}`);
  await interrupt.interrupted;
  await server.stop();
  if (options.json !== true) note("Stopped.");
}

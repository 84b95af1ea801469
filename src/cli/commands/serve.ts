// `stackyard serve`: the server alone, until Ctrl-C.

import { stateFolder } from "../connection.ts";
import { start } from "../server.ts";
import { note, print, printJson } from "../terminal.ts";

/** Runs the command. */
export async function runServe(options: { readonly port: number; readonly json?: boolean }): Promise<void> {
  const stateDir = stateFolder();
  const server = await start(stateDir, options.port);
  if (options.json === true) printJson({ origin: server.origin, stateDir, pid: process.pid });
  else print(`Serving AWS at ${server.origin}, state in ${stateDir}`);
  await untilInterrupted();
  if (options.json !== true) note("Stopping.");
  await server.stop();
}

/** Resolves at Ctrl-C or when the process is asked to end. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

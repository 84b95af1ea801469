// `stackyard serve`: the server alone, until Ctrl-C.

import { stateFolder } from "../connection.ts";
import type { ResourceDefinition } from "../../service/define-resource.ts";
import { takeInterrupts } from "../interrupt.ts";
import { furtherDoors, start } from "../server.ts";
import type { ServerPorts } from "../server.ts";
import { note, print, printJson } from "../terminal.ts";

/** Runs the command. */
export async function runServe(
  options: ServerPorts & { readonly json?: boolean; readonly resourceTypes?: readonly string[] },
): Promise<void> {
  const interrupt = takeInterrupts();
  const stateDir = stateFolder();
  const { json, resourceTypes = [], ...ports } = options;
  const server = await start(stateDir, ports, typesIn(resourceTypes));
  const { stop: _stop, ...where } = server;
  if (json === true) printJson({ ...where, stateDir, pid: process.pid });
  else print(`Serving AWS at ${server.origin}, state in ${stateDir}`);
  if (json !== true) for (const line of furtherDoors(server)) print(line);
  await interrupt.interrupted;
  await server.stop();
  if (json !== true) note("Stopped.");
}

/** Files are read by what reads configurations, which starts slowly: only where there are any. */
async function typesIn(files: readonly string[]): Promise<readonly ResourceDefinition[]> {
  if (files.length === 0) return [];
  const { loadResourceTypes } = await import("../resource-types.ts");
  return loadResourceTypes(files);
}

// `stackyard up [DIR]`: the server, all units deployed, and every saved file live, until Ctrl-C.

import { deploy } from "../../delivery/deploy/deploy.ts";
import { watch } from "../../delivery/deploy/watch.ts";
import type { WatchEvent } from "../../delivery/deploy/watch.ts";
import type { Builder } from "../../delivery/build/build.ts";
import { openBuilder } from "../builder.ts";
import { controlOf, findServer, requireServer, stateFolder, targetOf } from "../connection.ts";
import { findEnvironment } from "../environments.ts";
import { beginDebugging, parseWish } from "../inspection.ts";
import { takeInterrupts } from "../interrupt.ts";
import { show, showFirstFailure, urlsOf } from "../progress.ts";
import { furtherDoors, start } from "../server.ts";
import type { RunningServer, ServerPorts } from "../server.ts";
import { loadResourceTypes } from "../resource-types.ts";
import { formatDuration, note, outputMode, pc, print, printDiagnostic, printJson } from "../terminal.ts";
import { bringUpShared } from "../shared-tier.ts";
import type { OutputMode } from "../terminal.ts";
import { openSystem, rememberSystem, workspaceIn } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs the command. */
export async function runUp(
  directory: string | undefined,
  options: CommonOptions & {
    readonly ports: ServerPorts;
    readonly inspect?: readonly string[];
    readonly inspectBrk?: readonly string[];
  },
): Promise<void> {
  const mode = outputMode(options);
  const interrupt = takeInterrupts(mode === "json" ? undefined : "Stopping when what is changing is complete.");
  const stateDir = stateFolder();
  const running = findServer(stateDir);
  const opening = openSystem(directory, options);
  const ownTypes = opening.then(({ resourceTypes = [] }) => loadResourceTypes(resourceTypes));
  const [whole, server] = await Promise.all([
    opening,
    running === undefined ? start(stateDir, options.ports, ownTypes) : undefined,
    ownTypes,
  ]);
  let builder: Builder | undefined;
  try {
    const origin = server?.origin ?? running?.origin ?? "";
    if (mode !== "json") note(`${server === undefined ? "Using the server" : "Serving AWS"} at ${origin}`);
    if (mode !== "json" && server !== undefined) for (const line of furtherDoors(server)) note(line);
    const known = await findEnvironment(whole, options.env);
    await bringUpShared(whole, known.environment, mode, interrupt.signal);
    if (interrupt.signal.aborted) return;
    const { system, environment, only } = await workspaceIn(whole, known, options);
    builder = openBuilder(system);
    const target = await targetOf(system, environment);
    rememberSystem(system);
    const result = await show(
      deploy({
        system,
        environment,
        target,
        lock: "wait",
        builder,
        signal: interrupt.signal,
        ...(only === undefined ? {} : { only }),
      }),
      mode,
    );
    if (mode === "json") printJson({ type: "result", ...result, origin, ...doorsOf(server) });
    else if (!interrupt.signal.aborted) {
      for (const { unit, output, url } of urlsOf(result.units, target))
        print(`${pc.bold(`${unit}.${output}`)}  ${url}`);
      note(`${result.units.length} units in ${formatDuration(result.durationMs)}.`);
      await tellOtherRuntimes(stateDir);
      showFirstFailure(result.units, "Correct the source and save it; it is deployed again.");
    }
    if (interrupt.signal.aborted) return;
    const { inspect = [], inspectBrk = [] } = options;
    const wishes = [
      ...inspect.map((text) => parseWish(text, false)),
      ...inspectBrk.map((text) => parseWish(text, true)),
    ];
    const endDebugging = await beginDebugging({ system, environment }, target, wishes, mode);
    const watching = watch({
      system,
      environment,
      target,
      builder,
      // Silently: what is wrong is told by the deployment.
      reload: async () => {
        const fresh = await openSystem(system.directory, { ...options, json: true });
        return workspaceIn(fresh, await findEnvironment(fresh, options.env), options);
      },
      ...(only === undefined ? {} : { only }),
      onEvent: (event) => showWatchEvent(event, mode),
    });
    await watching.ready;
    if (mode === "json") printJson({ type: "watching" });
    else note("Watching for changes. Press Ctrl-C to stop.");
    await interrupt.interrupted;
    await watching.close();
    await endDebugging();
  } finally {
    await builder?.dispose();
    await stop(server, mode);
  }
}

/** Where a server that was started here listens besides. */
function doorsOf(server: RunningServer | undefined): Partial<Pick<RunningServer, "secureOrigin" | "dnsAddress">> {
  const { secureOrigin, dnsAddress } = server ?? {};
  return { ...(secureOrigin !== undefined && { secureOrigin }), ...(dnsAddress !== undefined && { dnsAddress }) };
}

/** Says which functions run on another version than their runtime names; on AWS the same code may behave otherwise. */
async function tellOtherRuntimes(stateDir: string): Promise<void> {
  const { Runtimes: runtimes } = await (await controlOf(requireServer(stateDir))).status();
  if (!Array.isArray(runtimes)) return;
  for (const { Runtime, Program, IsExact } of runtimes as readonly Record<string, unknown>[]) {
    if (IsExact !== true)
      note(`${String(Runtime)} functions run on ${String(Program)} (docs/functions.md, "Runtimes").`);
  }
}

async function stop(server: RunningServer | undefined, mode: OutputMode): Promise<void> {
  if (server === undefined) return;
  await server.stop();
  if (mode !== "json") note("Stopped.");
}

async function showWatchEvent(event: WatchEvent, mode: OutputMode): Promise<void> {
  if (event.type === "deploying") {
    if (mode !== "json") note(`${event.file} changed`);
    const result = await show(event.run, mode);
    if (mode !== "json") showFirstFailure(result.units, "Correct the source and save it; it is deployed again.");
  } else if (mode === "json") {
    printJson(event);
  } else if (event.type === "waiting") {
    note(`${event.file} waits: ${event.owner.user} is in the middle of "${event.owner.what}".`);
  } else if (event.type === "elsewhere") {
    note(`${event.file} is of ${event.unit}, which environments share: stackyard deploy --env ${event.environment}`);
  } else if (event.type === "swapped") {
    const live = `live after ${formatDuration(event.durationMs)}`;
    print(`${pc.green("✔")} ${event.unit}/${event.logicalId}  ${pc.dim(`${event.file} ${live}`)}`);
  } else if (event.diagnostics.length > 0) {
    for (const diagnostic of event.diagnostics) printDiagnostic(diagnostic);
  } else {
    note(`${pc.red("✖")} ${event.file}: ${event.reason}`);
  }
}

// `stackyard logs [UNIT/FUNCTION] [-f]`: what functions wrote, in the order of time.

import { setTimeout as pause } from "node:timers/promises";
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { clientConfig } from "../../delivery/cloud/target.ts";
import { targetOf } from "../connection.ts";
import { findFunctions } from "../functions.ts";
import { pc, print, printJson } from "../terminal.ts";
import { openKnownWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

const POLL_MS = 250;
const DEFAULT_MINUTES = 60;

/** Runs the command; with `follow` until Ctrl-C. */
export async function runLogs(
  name: string | undefined,
  options: CommonOptions & { readonly follow?: boolean; readonly minutes?: string },
): Promise<void> {
  const workspace = await openKnownWorkspace(undefined, options);
  const target = await targetOf(workspace.system, workspace.environment);
  const functions = await findFunctions(workspace, target, name);
  const client = new CloudWatchLogsClient(clientConfig(target));
  const minutes = Number(options.minutes ?? DEFAULT_MINUTES);
  const label = functions.length > 1 ? (unit: string, id: string) => pc.cyan(`${unit}/${id} `) : () => "";
  let startTime = Date.now() - minutes * 60_000;
  const seen = new Set<string>();

  for (;;) {
    const found = await Promise.all(
      functions.map(async (each) =>
        (await readGroup(client, `/aws/lambda/${each.functionName}`, startTime)).map((event) => ({ each, event })),
      ),
    );
    const fresh = found
      .flat()
      .filter(({ event }) => !seen.has(event.eventId ?? ""))
      .sort((a, b) => (a.event.timestamp ?? 0) - (b.event.timestamp ?? 0));
    for (const { each, event } of fresh) {
      seen.add(event.eventId ?? "");
      if (options.json === true) printJson({ ...each, timestamp: event.timestamp, message: event.message });
      else print(`${label(each.unit, each.logicalId)}${timeOf(event)} ${(event.message ?? "").trimEnd()}`);
    }
    if (options.follow !== true) break;
    // Events may arrive a little late; those within the last seconds are asked for again and known by their id.
    startTime = Math.max(startTime, Date.now() - 10_000);
    await pause(POLL_MS);
  }
  client.destroy();
}

async function readGroup(
  client: CloudWatchLogsClient,
  logGroupName: string,
  startTime: number,
): Promise<readonly FilteredLogEvent[]> {
  const events: FilteredLogEvent[] = [];
  try {
    for await (const page of paginateFilterLogEvents({ client }, { logGroupName, startTime }))
      events.push(...(page.events ?? []));
  } catch (error) {
    // A function that was never called has no log group yet.
    if (!(error instanceof Error && error.name === "ResourceNotFoundException")) throw error;
  }
  return events;
}

function timeOf(event: FilteredLogEvent): string {
  return pc.dim(new Date(event.timestamp ?? 0).toISOString().slice(11, 23));
}

// External extensions: the programs that layers bring in /opt/extensions, and what they see.
// AWS: "Using the Lambda Extensions API to create extensions".

import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** AWS: "Environment variables": what is the runtime's own is not the extensions'. */
const OF_THE_RUNTIME = new Set([
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_XRAY_CONTEXT_MISSING",
  "AWS_XRAY_DAEMON_ADDRESS",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
  "_AWS_XRAY_DAEMON_ADDRESS",
  "_AWS_XRAY_DAEMON_PORT",
  "_HANDLER",
]);

/** Names of the programs in a folder of merged layers, in order; folders are none. */
export async function listPrograms(layersDir: string | undefined): Promise<readonly string[]> {
  if (layersDir === undefined) return [];
  const entries = await readdir(join(layersDir, "extensions"), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** The variables of an extension, from those of its function. */
export function extensionEnvironment(ofFunction: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(ofFunction).filter(([name]) => !OF_THE_RUNTIME.has(name)));
}

/**
 * A shell that tells on descriptor 3 that its sandbox stands, and becomes `command` when a line comes there: extensions start
 * before the runtime, and in the same sandbox.
 */
export function heldBack(command: readonly string[]): readonly string[] {
  return ["/bin/sh", "-c", 'echo >&3 && read -r line <&3 && exec "$@"', "sh", ...command];
}

/**
 * The machine's /etc/hosts with the name by which AWS's documentation has extensions listen for telemetry; "" where there is none to
 * replace.
 */
export function hostsOf(ownHost: string): string {
  const file = "/etc/hosts";
  return existsSync(file) ? `${readFileSync(file, "utf8")}\n${ownHost} sandbox.localdomain sandbox\n` : "";
}

// Finds the state folder and the server that works on it, and the target of an environment.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { ControlClient, ControlConnection } from "../delivery/cloud/control-client.ts";
import type { Environment, System } from "../delivery/system/system.ts";
import type { Target } from "../delivery/cloud/target.ts";
import { OperatorError } from "../kernel/errors.ts";

/** What a running server writes to `server.json` in its state folder. */
export interface ServerInfo {
  readonly pid: number;
  readonly origin: string;
  readonly controlAccessKeyId: string;
  readonly controlSecretAccessKey: string;
}

/** $STACKYARD_HOME, or the nearest `.stackyard` folder from here upwards, or one to be made here. */
export function stateFolder(): string {
  const chosen = process.env["STACKYARD_HOME"];
  if (chosen !== undefined && chosen !== "") return resolve(chosen);
  const start = process.cwd();
  for (let directory = start; ; directory = dirname(directory)) {
    const candidate = join(directory, ".stackyard");
    if (isOwn(candidate)) return candidate;
    if (dirname(directory) === directory) return join(start, ".stackyard");
  }
}

/** Where configurations and templates that were read are remembered. */
export function cacheFolder(): string {
  return join(stateFolder(), "template-cache");
}

/**
 * Whether a folder is there and belongs to who runs this. Another user's must not be used: it names a server to talk to
 * and a config to run, and anyone can make one above a project in a shared place such as /tmp.
 */
function isOwn(folder: string): boolean {
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
  // Windows has no such ids, and reports 0.
  return owner !== undefined && (process.getuid === undefined || owner === process.getuid());
}

/** The server that works on a state folder; undefined if none does, or the one that did has ended. */
export function findServer(stateDir: string): ServerInfo | undefined {
  const file = join(stateDir, "server.json");
  if (!existsSync(file)) return undefined;
  const info = parseServerInfo(readFileSync(file, "utf8"));
  return info !== undefined && isAlive(info.pid) ? info : undefined;
}

/** As findServer; throws ERR_NO_SERVER if there is none. */
export function requireServer(stateDir: string): ServerInfo {
  const server = findServer(stateDir);
  if (server !== undefined) return server;
  throw new OperatorError({
    code: "ERR_NO_SERVER",
    message: `No server runs on the state folder "${stateDir}".`,
    hints: ["stackyard up", "stackyard serve"],
  });
}

/** A client of the server's control API. */
export async function controlOf(server: ServerInfo): Promise<ControlClient> {
  const { createControlClient } = await import("../delivery/cloud/control-client.ts");
  return createControlClient(connectionOf(server));
}

/** How to reach the server's control API. */
export function connectionOf({ origin, controlAccessKeyId, controlSecretAccessKey }: ServerInfo): ControlConnection {
  return { origin, credentials: { accessKeyId: controlAccessKeyId, secretAccessKey: controlSecretAccessKey } };
}

/** The target of an environment: the embedded cloud on this machine, or AWS. */
export async function targetOf(system: Pick<System, "name">, environment: Environment): Promise<Target> {
  if (environment.target === "aws") {
    const { resolveAwsTarget } = await import("../delivery/cloud/resolve-aws-target.ts");
    return resolveAwsTarget(environment);
  }
  const { resolveLocalTarget } = await import("../delivery/cloud/resolve-local-target.ts");
  const server = requireServer(stateFolder());
  return resolveLocalTarget(system, environment, connectionOf(server));
}

function parseServerInfo(text: string): ServerInfo | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "origin" in value ? (value as ServerInfo) : undefined;
  } catch {
    // RACE: the server is just writing it; a reader comes too early and finds no server.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

// One server a state folder: starts the yard there and writes down how to reach it.

import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "./kernel/errors.ts";
import { realTimer } from "./kernel/real-time.ts";
import { lockFolder } from "./state-lock.ts";
import { startYards, type YardsOptions } from "./yards.ts";

/** What a running server writes to `server.json` in its state folder, readable by its user only. */
export interface ServerInfo {
  readonly pid: number;
  readonly origin: string;
  /** "https://127.0.0.1:4567", if it takes TLS. */
  readonly secureOrigin?: string;
  /** "127.0.0.1:5354", if it answers DNS. */
  readonly dnsAddress?: string;
  readonly controlAccessKeyId: string;
  readonly controlSecretAccessKey: string;
}

/** A server, and where it listens. */
export interface StartedServer extends Pick<ServerInfo, "origin" | "secureOrigin" | "dnsAddress"> {
  stop(): Promise<void>;
}

/** When a server reads in the services that nobody has called so far: who deploys first shall not wait for all of them. */
const READ_AHEAD_AFTER_MS = 200;

/** Starts a yard on a state folder that no other process works on. Throws ERR_SERVER_RUNS and ERR_PORT_IN_USE. */
export async function startServer(options: YardsOptions): Promise<StartedServer> {
  const file = join(options.stateDir, "server.json");
  const release = await lockFolder(options.stateDir);
  if (release === undefined) throw serverRuns(file, options.stateDir);
  requireFree(file, options.stateDir);
  const yards = await startYards(options).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  const { accessKeyId, secretAccessKey } = yards.controlKey;
  const { address, secureAddress, dnsAddress } = yards.main;
  const where = {
    origin: address,
    ...(secureAddress !== undefined && { secureOrigin: secureAddress }),
    ...(dnsAddress !== undefined && { dnsAddress }),
  };
  const info: ServerInfo = {
    pid: process.pid,
    ...where,
    controlAccessKeyId: accessKeyId,
    controlSecretAccessKey: secretAccessKey,
  };
  // A file that was there keeps its mode, so it is made anew.
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(info, undefined, 2)}\n`, { mode: 0o600 });
  const reading = new AbortController();
  const cancel = realTimer(READ_AHEAD_AFTER_MS, () => void yards.main.registry.readAhead(reading.signal));
  return {
    ...where,
    async stop() {
      rmSync(file, { force: true });
      cancel();
      reading.abort();
      await yards.stop();
      await release();
    },
  };
}

/** Two processes on one store would both run its jobs. Where there is no lock, what the file says must do. */
function requireFree(file: string, stateDir: string): void {
  if (process.platform === "linux") return;
  const info = readInfo(file);
  if (info !== undefined && info.pid !== process.pid && isAlive(info.pid)) throw serverRuns(file, stateDir);
}

function serverRuns(file: string, stateDir: string): OperatorError {
  const info = readInfo(file);
  const who = info === undefined ? "one that has just started" : `process ${info.pid}, ${info.origin}`;
  return new OperatorError({
    code: "ERR_SERVER_RUNS",
    message: `A server already runs on "${stateDir}": ${who}.`,
    hints: ["stackyard deploy", ...(info === undefined ? [] : [`Stop it: kill ${info.pid}`])],
  });
}

function readInfo(file: string): ServerInfo | undefined {
  return existsSync(file) ? parseInfo(readFileSync(file, "utf8")) : undefined;
}

/** What the file says; undefined if its writer was killed before it was whole: it must not keep all later ones out. */
function parseInfo(text: string): ServerInfo | undefined {
  try {
    return JSON.parse(text) as ServerInfo;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

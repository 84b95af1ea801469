// The real command line for tests: `bin/stackyard.js` in processes of its own, on a state folder of its own, with an
// environment that holds nothing of whoever runs the tests.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ClientConfig } from "../../src/testing/harness.ts";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const STACKYARD = join(ROOT, "bin", "stackyard.js");

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that goes on until it is ended, and prints lines of JSON. */
export interface Running {
  readonly pid: number;
  /** All lines so far. */
  readonly lines: readonly unknown[];
  /** Waits for the first line, from `from` on, that `matches`. Rejects if the process ends before. */
  line<T>(matches: (line: Record<string, unknown>) => boolean, from?: number): Promise<T>;
  /** Ends it like a power switch: nothing of it runs any more when this resolves. */
  kill(): Promise<void>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<Ended>;
}

/** What `stackyard serve` is, once it answers. */
export interface RunningServer extends Running {
  readonly origin: string;
  readonly port: number;
}

/** The command line on one state folder. */
export interface CommandLine {
  /** A folder for the test, deleted in the end; the state is below it. */
  readonly folder: string;
  readonly stateDir: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs a command to its end. */
  run(arguments_: readonly string[], options?: RunOptions): Promise<Ended>;
  /** As run, for `--json`: the lines it printed. Throws if it fails. */
  json<T>(arguments_: readonly string[], options?: RunOptions): Promise<T[]>;
  /** Starts a command that goes on. */
  start(arguments_: readonly string[], options?: RunOptions): Running;
  /** `stackyard serve` on a free port, or the given one. */
  serve(port?: number): Promise<RunningServer>;
  /** What SDK clients take for the account that `stackyard env` names. */
  clientConfig(options?: RunOptions): Promise<ClientConfig>;
  /** Kills what still runs, and deletes the folder. */
  dispose(): Promise<void>;
}

export interface RunOptions {
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The command line on a new state folder: that of the checkout, or an installed one. */
export function commandLine(program = STACKYARD): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), "stackyard-slow-"));
  const stateDir = join(folder, "state");
  const environment = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    STACKYARD_HOME: stateDir,
    CI: "true",
    NO_COLOR: "1",
  };
  const running: Running[] = [];

  function spawnCommand(arguments_: readonly string[], options: RunOptions = {}): ChildProcess {
    return spawn(process.execPath, [program, ...arguments_], {
      cwd: options.directory ?? folder,
      env: { ...environment, ...options.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  async function run(arguments_: readonly string[], options?: RunOptions): Promise<Ended> {
    return ended(spawnCommand(arguments_, options));
  }

  async function json<T>(arguments_: readonly string[], options?: RunOptions): Promise<T[]> {
    const result = await run([...arguments_, "--json"], options);
    if (result.code !== 0) throw new Error(`stackyard ${arguments_.join(" ")} ended with ${describe(result)}`);
    return result.stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as T);
  }

  function start(arguments_: readonly string[], options?: RunOptions): Running {
    const started = follow(spawnCommand([...arguments_, "--json"], options));
    running.push(started);
    return started;
  }

  return {
    folder,
    stateDir,
    environment,
    run,
    json,
    start,
    async serve(port = 0) {
      const server = start(["serve", "--port", String(port)]);
      const { origin } = await server.line<{ origin: string }>((line) => "origin" in line);
      return { ...server, origin, port: Number(new URL(origin).port) };
    },
    async clientConfig(options) {
      const [variables = {}] = await json<Record<string, string>>(["env"], options);
      const { AWS_ENDPOINT_URL = "", AWS_REGION = "", AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = variables;
      const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
      return { endpoint: AWS_ENDPOINT_URL, region: AWS_REGION, credentials, maxAttempts: 1 };
    },
    async dispose() {
      await Promise.all(running.map((each) => each.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for a process, collecting what it prints. */
async function ended(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...texts };
}

function follow(child: ChildProcess): Running {
  const lines: unknown[] = [];
  const waiters = new Set<() => void>();
  const whole = ended(child);
  const state: { end?: Ended } = {};
  const wake = (): void => {
    for (const waiter of waiters) waiter();
  };
  void whole.then((end) => {
    state.end = end;
    wake();
  });
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(JSON.parse(line));
      wake();
    });
  }
  return {
    pid: child.pid ?? -1,
    lines,
    line<T>(matches: (line: Record<string, unknown>) => boolean, from = 0): Promise<T> {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.slice(from).find((line) => matches(line as Record<string, unknown>));
          if (found === undefined && state.end === undefined) return;
          waiters.delete(look);
          if (found === undefined) reject(new Error(`The process ended with ${describe(state.end)}`));
          else resolve(found as T);
        };
        waiters.add(look);
        look();
      });
    },
    async kill() {
      child.kill("SIGKILL");
      await whole;
    },
    stop() {
      child.kill("SIGTERM");
      return whole;
    },
  };
}

function describe(end: Ended | undefined): string {
  return `${end?.code ?? "a signal"}: ${end?.stderr ?? ""}`;
}

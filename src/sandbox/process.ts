// One operating-system process that runs function code: started with nothing of the host's environment, in a process
// group of its own, and killed with all that it started.

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { Socket } from "node:net";
import { InvariantError } from "../kernel/errors.ts";
import { withoutInherited } from "./descriptors.ts";

export interface ProcessOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** The whole environment: nothing is added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDir: string;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface PlainProcess {
  readonly pid: number;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when the process is gone, and all that it wrote has been read. */
  readonly exited: Promise<ProcessExit>;
  /** Kills the process and its children at once. */
  kill(): void;
  /** Asks the process itself to end. */
  terminate(): void;
  /** Sends a signal to the process and its children. */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
}

/** A process that speaks with the host over descriptors of its own. */
export interface SandboxProcess extends PlainProcess {
  /** Both directions of descriptor 3. */
  readonly channel: Socket;
  /** What the process writes to descriptor 4. */
  readonly log: Readable;
}

/** Starts a process. A command that cannot be run exits with code 127. */
export function startProcess(options: ProcessOptions): SandboxProcess {
  const child = start(options, ["ignore", "pipe", "pipe", "pipe", "pipe"]);
  const [, , , channel, log] = child.stdio;
  if (!(channel instanceof Socket) || !(log instanceof Socket))
    throw new InvariantError("A sandbox process has no pipes.");
  // A process that dies while it is written to shows in `exited`; the pipe's error says nothing more.
  channel.on("error", () => {});
  log.on("error", () => {});
  return { ...facesOf(child), channel, log };
}

/** Starts a process that has nothing but its output. */
export function startPlainProcess(options: ProcessOptions): PlainProcess {
  return facesOf(start(options, ["ignore", "pipe", "pipe"]));
}

function start(
  { command: [command = "", ...args], workingDir, environment }: ProcessOptions,
  stdio: readonly ("ignore" | "pipe")[],
): ChildProcess {
  return spawn(command, args, {
    cwd: workingDir,
    env: environment,
    detached: true,
    stdio: withoutInherited(stdio),
  });
}

function facesOf(child: ChildProcess): PlainProcess {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new InvariantError("A sandbox process has no pipes.");
  return {
    pid: child.pid ?? 0,
    stdout,
    stderr,
    exited: waitForExit(child),
    kill: () => signalGroup(child.pid, "SIGKILL"),
    terminate: () => child.kill("SIGTERM"),
    signal: (name) => signalGroup(child.pid, name),
  };
}

function waitForExit(child: ChildProcess): Promise<ProcessExit> {
  return new Promise((resolve) => {
    child.once("error", () => resolve({ code: 127, signal: null }));
    child.once("exit", (code, signal) => {
      // "close" waits for the pipes, which children of the function may keep open: give what was written a moment only.
      const limit = setTimeout(() => resolve({ code, signal }), 100);
      child.once("close", () => {
        clearTimeout(limit);
        resolve({ code, signal });
      });
      signalGroup(child.pid, "SIGKILL");
    });
  });
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // Gone already.
  }
}

// The extensions of one sandbox through its life: started before the runtime, asked along with each invocation, and told before
// all of it ends. Every sandbox has this, most of them with nobody in it.
// AWS: "Using the Lambda Extensions API to create extensions", execution environment lifecycle.

import { readMemoryUse } from "../memory.ts";
import type { PlainProcess, ProcessExit } from "../process.ts";
import type { Invocation } from "../sandboxes.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import type { Registrations } from "./registrations.ts";

// LIMIT: AWS: "Shutdown phase": 0 ms without extensions, 500 ms with internal ones, 2,000 ms with external ones, of which the runtime
// has up to 300 ms (500 ms with internal ones).
const SHUTDOWN_MS = 2_000;
const RUNTIME_SHUTDOWN_MS = 300;
const RUNTIME_SHUTDOWN_WITH_INTERNAL_MS = 500;

// LIMIT: AWS: "Init phase": up to ten extensions.
const MOST_PROGRAMS = 10;

/** Why a sandbox ends. */
export type ShutdownReason = "spindown" | "timeout" | "failure";

/** How an extension broke its sandbox. */
export interface ExtensionFailure {
  readonly errorType: string;
  /** In the words of AWS's log. */
  readonly reason: string;
}

export interface ExtensionsParts {
  /** Names of programs in /opt/extensions. */
  readonly programs: readonly string[];
  readonly registrations: Registrations;
  readonly telemetry: Telemetry;
  /** Starts one of the programs; gives a sentence if it cannot. */
  launch(name: string): PlainProcess | string;
  /** Lets the runtime start, which waits for extensions only where there are programs. */
  startRuntime(): void;
}

export interface Extensions {
  /** Extension init: starts the programs, and the runtime when all of them have registered. */
  start(): Promise<void>;
  /** Resolves when all have asked for their first event; nobody registers any more. */
  ready(): Promise<void>;
  hasAny(): boolean;
  /** What the first extension that failed did. */
  failure(exit?: ProcessExit): ExtensionFailure | undefined;
  /** Called once, when one of the programs is gone although nobody asked it to. */
  onFailure: () => void;
  /** Tells extensions of an invocation; resolves when they are done with it. */
  invoke(invocation: Invocation, deadlineMs: number): Promise<void>;
  /** The shutdown phase, the runtime's included. Resolves when all processes are gone. */
  shutDown(runtime: PlainProcess, reason: ShutdownReason): Promise<void>;
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  /** What the programs use now, in MB. */
  memoryMb(): number;
}

/** The extensions of one sandbox; nothing is started yet. */
export function createExtensions({
  programs,
  registrations,
  telemetry,
  launch,
  startRuntime,
}: ExtensionsParts): Extensions {
  const processes = new Map<string, PlainProcess>();
  let crash: ExtensionFailure | undefined;
  let isEnding = false;

  function fail(failure: ExtensionFailure): void {
    if (isEnding || crash !== undefined) return;
    // AWS: what an extension reported before it ended counts more than how it ended.
    crash = { ...failure, errorType: registrations.firstError() ?? failure.errorType };
    extensions.onFailure();
  }

  function launchAll(): void {
    registrations.expect(programs);
    for (const name of programs) {
      const started = processes.size >= MOST_PROGRAMS ? "ErrTooManyExtensions" : launch(name);
      if (typeof started === "string") {
        registrations.setState(
          name,
          "LaunchError",
          processes.size >= MOST_PROGRAMS ? "TooManyExtensions" : "UnknownError",
        );
        fail({ errorType: "Extension.LaunchError", reason: started });
        return;
      }
      processes.set(name, started);
      void started.exited.then((exit) => {
        // What a shell says of a file that cannot be run.
        const isLaunched = exit.code !== 126 && exit.code !== 127;
        registrations.setState(
          name,
          isLaunched ? "Exited" : "LaunchError",
          isLaunched ? undefined : "PermissionDenied",
        );
        fail({ errorType: isLaunched ? "Extension.Crash" : "Extension.LaunchError", reason: exitReason(exit) });
      });
    }
  }

  async function start(): Promise<void> {
    if (programs.length > 0) {
      launchAll();
      await registrations.allRegistered();
    }
    startRuntime();
  }

  async function shutDown(runtime: PlainProcess, reason: ShutdownReason): Promise<void> {
    isEnding = true;
    const deadlineMs = Date.now() + SHUTDOWN_MS;
    const hasInternal = registrations.list().some(({ isExternal }) => !isExternal);
    runtime.terminate();
    await endsWithin(runtime, hasInternal ? RUNTIME_SHUTDOWN_WITH_INTERNAL_MS : RUNTIME_SHUTDOWN_MS);
    await Promise.race([telemetry.flush(), pause(deadlineMs - Date.now())]);
    void registrations.send("SHUTDOWN", { eventType: "SHUTDOWN", shutdownReason: reason, deadlineMs });
    await Promise.all(
      [...processes].map(([name, process]) => endsWithin(process, isTold(name) ? deadlineMs - Date.now() : 0)),
    );
    telemetry.close();
  }

  /** Whether the program waits for the end's event; others are killed without one. */
  function isTold(name: string): boolean {
    return registrations.list().some((entry) => entry.name === name && entry.events.includes("SHUTDOWN"));
  }

  const extensions: Extensions = {
    start,
    ready: () => registrations.closeAndAwaitReady().then(() => telemetry.closeSubscriptions()),
    hasAny: () => registrations.list().length > 0,
    failure(exit) {
      const errorType = registrations.firstError();
      if (crash !== undefined || errorType === undefined || exit === undefined) return crash;
      return { errorType, reason: exitReason(exit) };
    },
    onFailure: () => {},
    invoke: ({ requestId, invokedFunctionArn, traceId }, deadlineMs) =>
      registrations.send("INVOKE", {
        eventType: "INVOKE",
        deadlineMs: Math.round(deadlineMs),
        requestId,
        invokedFunctionArn,
        tracing: { type: "X-Amzn-Trace-Id", value: traceId ?? "" },
      }),
    shutDown,
    signal(name) {
      for (const process of processes.values()) process.signal(name);
    },
    memoryMb() {
      let sum = 0;
      for (const { pid } of processes.values()) sum += readMemoryUse(pid)?.nowMb ?? 0;
      return sum;
    },
  };
  return extensions;
}

/** Waits for a process to end by itself, and kills it at last. */
async function endsWithin(process: PlainProcess, limitMs: number): Promise<void> {
  const timer = setTimeout(() => process.kill(), Math.max(0, limitMs));
  await process.exited;
  clearTimeout(timer);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)).unref());
}

/** How AWS's log puts it: "RequestId: ... Error: exit status 1". */
function exitReason({ code, signal }: ProcessExit): string {
  if (signal !== null) return `signal: ${signal === "SIGKILL" ? "killed" : signal}`;
  return code === 0 ? "exit code 0" : `exit status ${code}`;
}

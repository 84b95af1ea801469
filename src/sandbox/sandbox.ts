// One sandbox: a process with its channel and its log, which runs one invocation at a time until it is retired, its
// credentials run out, or an invocation breaks it.

import { rm } from "node:fs/promises";
import { captureLog } from "./log-capture.ts";
import type { Pause } from "./inspector-port.ts";
import type { LogCapture } from "./log-capture.ts";
import { readMemoryUse } from "./memory.ts";
import { createPlatformLog } from "./platform-log.ts";
import type { PlatformLog } from "./platform-log.ts";
import type { ProcessExit, SandboxProcess } from "./process.ts";
import { MOST_RESPONSE_BYTES, exited, faultPayload, responseTooLarge, timedOut } from "./report.ts";
import type { PlatformFault } from "./report.ts";
import type { RuntimeAnswer, RuntimeChannel } from "./runtime-channel.ts";
import type { FunctionSpec, Invocation, InvocationResult, SandboxOwner } from "./sandboxes.ts";

// LIMIT: AWS: "Understanding the Lambda execution environment lifecycle": the init phase has 10 seconds.
export const INIT_LIMIT_MS = 10_000;
// The answer and the log come by different ways; the log is late by microseconds, unless a child of the function holds it.
const LOG_LATENESS_MS = 100;
const MEMORY_READ_INTERVAL_MS = 200;
// How soon a time-out follows on a debugger that goes when the function's time was over already.
const PAUSE_CHECK_MS = 50;

/** How the init phase ended. */
export type InitOutcome =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly answer: RuntimeAnswer }
  | { readonly kind: "exited"; readonly exit: ProcessExit }
  | { readonly kind: "timeout" };

export interface SandboxParts {
  readonly owner: SandboxOwner;
  readonly spec: FunctionSpec;
  readonly process: SandboxProcess;
  readonly channel: RuntimeChannel;
  readonly logStream: string;
  /** Where the function's code is. */
  readonly codeDir: string;
  /** Stops the time of invocations while a debugger is attached. */
  readonly pause?: Pause;
  /** The folder of all that is this sandbox's own; removed with it. */
  readonly ownDir: string;
  /** When the credentials that it was given end, on the yard's clock. */
  readonly credentialsExpireAtMs: number;
}

export class Sandbox {
  readonly parts: SandboxParts;
  readonly log: LogCapture;
  /** Neither used again nor running: its process is gone or going. */
  isEnded = false;
  isFrozen = false;
  readonly #platform: PlatformLog;
  #isOutOfMemory = false;
  #peakMemoryMb = 0;
  #memoryReadAt = 0;
  #exit: ProcessExit | undefined;
  // One listener at a time, not a promise: a promise that never settles would collect a reaction for each invocation.
  #onExit: ((exit: ProcessExit) => void) | undefined;

  constructor(parts: SandboxParts) {
    this.parts = parts;
    const { owner, spec, logStream } = parts;
    this.#platform = createPlatformLog(spec, () => owner.nowMs());
    this.log = captureLog(
      parts.process,
      () => owner.nowMs(),
      (lines) => owner.log(spec, logStream, lines),
    );
    void parts.process.exited.then((exit) => {
      this.isEnded = true;
      this.#exit = exit;
      this.#onExit?.(exit);
      this.log.flush();
      parts.channel.close();
      return rm(parts.ownDir, { recursive: true, force: true });
    });
  }

  /** Waits for the runtime to become ready, at most `limitMs`. */
  initialise(limitMs: number): Promise<InitOutcome> {
    const ready = this.parts.channel.ready.then((answer) =>
      answer === undefined ? ({ kind: "ready" } as const) : ({ kind: "failed", answer } as const),
    );
    return this.#orElse(ready, limitMs);
  }

  /**
   * Runs one invocation. `initDurationMs` is set where it caused this sandbox's start; `spentMs` is what a repeated init
   * took of the invocation's own time.
   */
  async invoke(invocation: Invocation, initDurationMs?: number, spentMs = 0): Promise<InvocationResult> {
    const { spec, channel } = this.parts;
    this.thaw();
    const startedAt = performance.now();
    this.begin(invocation);
    const remainingMs = spec.timeoutMs - spentMs;
    const answered = channel.invoke(invocation, remainingMs).then((answer) => ({ kind: "answer", answer }) as const);
    const outcome = await this.#orElse(answered, remainingMs);
    const durationMs = performance.now() - startedAt + spentMs;
    if (outcome.kind === "answer") return this.#finish(invocation, outcome.answer, durationMs, initDurationMs);
    const fault =
      outcome.kind === "timeout"
        ? timedOut(invocation.requestId, spec.timeoutMs, this.parts.owner.nowMs())
        : exited(invocation.requestId, outcome.exit, this.#isOutOfMemory);
    this.end();
    await this.parts.process.exited;
    return this.report(invocation, { fault, durationMs, initDurationMs });
  }

  /** What `work` gives, unless the process ends first or `limitMs` pass. */
  #orElse<T>(
    work: Promise<T>,
    limitMs: number,
  ): Promise<T | { readonly kind: "exited"; readonly exit: ProcessExit } | { readonly kind: "timeout" }> {
    return new Promise((resolve) => {
      const settle = (
        outcome: T | { readonly kind: "exited"; readonly exit: ProcessExit } | { readonly kind: "timeout" },
      ): void => {
        clearTimeout(limit);
        this.#onExit = undefined;
        resolve(outcome);
      };
      const { pause } = this.parts;
      const endsAt = performance.now() + limitMs - (pause?.pausedMs() ?? 0);
      const check = (): void => {
        const leftMs = endsAt + (pause?.pausedMs() ?? 0) - performance.now();
        if (pause === undefined || (leftMs <= 0 && !pause.isPaused())) settle({ kind: "timeout" });
        else limit = setTimeout(check, Math.max(PAUSE_CHECK_MS, leftMs));
      };
      let limit = limitMs === Infinity ? undefined : setTimeout(check, Math.max(0, limitMs));
      this.#onExit = (exit) => settle({ kind: "exited", exit });
      if (this.#exit !== undefined) this.#onExit(this.#exit);
      else void work.then(settle);
    });
  }

  async #finish(
    invocation: Invocation,
    answer: RuntimeAnswer,
    durationMs: number,
    initDurationMs: number | undefined,
  ): Promise<InvocationResult> {
    if (answer.written !== undefined) await this.log.caughtUp(answer.written, LOG_LATENESS_MS);
    else await turns(2);
    if (answer.isFatal) this.end();
    if (answer.payload.length > MOST_RESPONSE_BYTES)
      return this.report(invocation, { fault: responseTooLarge(invocation.requestId), durationMs, initDurationMs });
    return this.report(invocation, { answer, durationMs, initDurationMs });
  }

  /** Writes what ends an invocation's log, and makes its result. */
  report(
    invocation: Invocation,
    ending: {
      readonly fault?: PlatformFault;
      readonly answer?: RuntimeAnswer;
      readonly durationMs: number;
      readonly initDurationMs: number | undefined;
    },
  ): InvocationResult {
    const { requestId } = invocation;
    const { fault, answer, durationMs, initDurationMs } = ending;
    const maxMemoryUsedMb = this.#peakMemory();
    // AWS: "AWS Lambda standardizes billing for INIT Phase" (August 2025): the init phase is billed with its invocation.
    const billedDurationMs = Math.ceil(durationMs + (initDurationMs ?? 0));
    const { memoryMb } = this.parts.spec;
    const crash = answer?.isFatal === true ? { status: "error" as const, errorType: answer.errorType ?? "" } : fault;
    const facts = {
      requestId,
      durationMs,
      billedDurationMs,
      memoryMb,
      maxMemoryUsedMb,
      ...(initDurationMs === undefined ? {} : { initDurationMs }),
      ...(crash === undefined ? {} : { fault: crash }),
    };
    if (fault !== undefined) this.#write(this.#platform.fault(fault));
    this.#write(this.#platform.end(requestId, facts));
    this.#write(this.#platform.report(facts));
    this.log.handOver();
    const logTail = this.log.tail();
    this.log.resetTail();
    return {
      payload: fault === undefined ? (answer?.payload ?? new Uint8Array()) : faultPayload(fault),
      ...(fault !== undefined || answer?.errorType !== undefined ? { functionError: "Unhandled" as const } : {}),
      logTail,
      durationMs,
      billedDurationMs,
      ...(initDurationMs === undefined ? {} : { initDurationMs }),
      maxMemoryUsedMb,
    };
  }

  /** Begins an invocation's log. */
  begin(invocation: Invocation): void {
    this.#write(this.#platform.start(invocation.requestId));
  }

  /** The init phase failed and there will be no invocation in this sandbox. */
  reportInit(initDurationMs: number, fault: Pick<PlatformFault, "status" | "errorType">): void {
    this.#write(this.#platform.initReport(initDurationMs, fault));
  }

  /** The init phase begins. */
  reportStart(runtime: string): void {
    this.#write(this.#platform.initStart(runtime));
  }

  #write(line: string | undefined): void {
    if (line !== undefined) this.log.add(line);
  }

  /**
   * Ends the process if it uses more memory than the function has, with its children where these were looked at, too. Called
   * while an invocation runs.
   */
  enforceMemory(childrenMb = 0): void {
    const use = readMemoryUse(this.parts.process.pid);
    if (use === undefined) return;
    const nowMb = use.nowMb + childrenMb;
    this.#peakMemoryMb = Math.max(this.#peakMemoryMb, use.peakMb, nowMb);
    if (nowMb <= this.parts.spec.memoryMb) return;
    this.#isOutOfMemory = true;
    this.end();
  }

  /** Stops the process until its next invocation: as on AWS, nothing runs in between. */
  freeze(): void {
    if (this.isEnded || this.isFrozen) return;
    this.isFrozen = true;
    this.parts.process.signal("SIGSTOP");
  }

  thaw(): void {
    if (!this.isFrozen) return;
    this.isFrozen = false;
    this.parts.process.signal("SIGCONT");
  }

  end(): void {
    this.isEnded = true;
    this.parts.process.kill();
  }

  #peakMemory(): number {
    const at = performance.now();
    if (!this.isEnded && at - this.#memoryReadAt > MEMORY_READ_INTERVAL_MS) {
      this.#memoryReadAt = at;
      this.#peakMemoryMb = Math.max(this.#peakMemoryMb, readMemoryUse(this.parts.process.pid)?.peakMb ?? 0);
    }
    return Math.min(this.parts.spec.memoryMb, Math.ceil(this.#peakMemoryMb));
  }
}

/**
 * Turns of the event loop. A runtime that does not say how much it has logged has written it before its answer: what lies in the
 * pipes by now is read meanwhile.
 */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

// One sandbox: a process with its channel, its log and its extensions, which runs one invocation at a time until it is retired,
// its credentials run out, or an invocation breaks it.

import { rm } from "node:fs/promises";
import type { Pause } from "./inspector-port.ts";
import type { ApiServer } from "./api-server.ts";
import { factsOf, resultOf } from "./ending.ts";
import type { Durations, Ending } from "./ending.ts";
import type { ExtensionFailure, Extensions, ShutdownReason } from "./extensions/extensions.ts";
import type { Registrations } from "./extensions/registrations.ts";
import type { LogCapture } from "./log-capture.ts";
import { memoryUseOf } from "./memory-use.ts";
import type { MemoryUseOf } from "./memory-use.ts";
import { round } from "./platform-events.ts";
import type { PlatformEvents } from "./platform-events.ts";
import type { ProcessExit, SandboxProcess } from "./process.ts";
import { MOST_RESPONSE_BYTES, exited, extensionFailed, responseTooLarge, timedOut } from "./report.ts";
import type { PlatformFault } from "./report.ts";
import type { RuntimeAnswer, RuntimeChannel } from "./runtime-channel.ts";
import type { FunctionSpec, Invocation, InvocationResult, SandboxOwner } from "./sandboxes.ts";

// LIMIT: AWS: "Understanding the Lambda execution environment lifecycle": the init phase has 10 seconds.
export const INIT_LIMIT_MS = 10_000;
// The answer and the log come by different ways; the log is late by microseconds, unless a child of the function holds it.
const LOG_LATENESS_MS = 100;
// How soon a time-out follows on a debugger that goes when the function's time was over already.
const PAUSE_CHECK_MS = 50;

/** How the init phase ended. */
export type InitOutcome =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly answer: RuntimeAnswer }
  | Broken;

/** What ends waiting for the runtime: its process or an extension is gone, or time is up. */
type Broken =
  | { readonly kind: "exited"; readonly exit: ProcessExit }
  | { readonly kind: "extension"; readonly failure: ExtensionFailure }
  | { readonly kind: "timeout" };

export interface SandboxParts {
  readonly owner: SandboxOwner;
  readonly spec: FunctionSpec;
  readonly process: SandboxProcess;
  readonly channel: RuntimeChannel;
  /** Where the function's code is. */
  readonly codeDir: string;
  /** Stops the time of invocations while a debugger is attached. */
  readonly pause?: Pause;
  /** What the sandbox's processes know as the Runtime API. */
  readonly api: ApiServer;
  readonly registrations: Registrations;
  readonly extensions: Extensions;
  readonly log: LogCapture;
  readonly events: PlatformEvents;
  /** What runs the function, in words. */
  readonly runtimeVersion: string;
  /** The folder of all that is this sandbox's own; removed with it. */
  readonly ownDir: string;
  /** When the credentials that it was given end, on the yard's clock. */
  readonly credentialsExpireAtMs: number;
}

export class Sandbox {
  readonly parts: SandboxParts;
  /** Neither used again nor running: its processes are gone or going. */
  isEnded = false;
  isFrozen = false;
  /** Resolves when all of it is gone. */
  readonly gone: Promise<void>;
  readonly #memory: MemoryUseOf;
  #isOutOfMemory = false;
  #broken: Broken | undefined;
  // One listener at a time, not a promise: a promise that never settles would collect a reaction for each invocation.
  #onBroken: ((broken: Broken) => void) | undefined;
  #shutdown: Promise<void> | undefined;

  constructor(parts: SandboxParts) {
    this.parts = parts;
    this.#memory = memoryUseOf(parts.process.pid, parts.spec.memoryMb);
    const { process, extensions, channel, api, log } = parts;
    parts.events.initStart(parts.runtimeVersion);
    extensions.onFailure = () => {
      const failure = extensions.failure();
      if (failure !== undefined) this.#break({ kind: "extension", failure });
    };
    this.gone = process.exited.then(async (exit) => {
      const failure = extensions.failure(exit);
      this.#break(failure === undefined ? { kind: "exited", exit } : { kind: "extension", failure });
      log.flush();
      channel.close();
      await this.#shutdown;
      api.close();
      // Nobody waits for it: the sandbox's place is free.
      void rm(parts.ownDir, { recursive: true, force: true });
    });
  }

  /** Something is gone without which the sandbox is of no use. */
  #break(broken: Broken): void {
    if (this.#broken !== undefined) return;
    this.#broken = broken;
    this.#onBroken?.(broken);
    this.end("failure");
  }

  /** Starts the extensions and then the runtime, and waits for all of them to become ready, at most `limitMs`. */
  async initialise(limitMs: number): Promise<InitOutcome> {
    const { extensions, registrations, events } = this.parts;
    const startedAt = performance.now();
    const outcome = await this.#orElse(this.#becomeReady(), limitMs);
    for (const extension of registrations.list()) events.extension(extension);
    if (outcome.kind === "ready") events.initEnd(performance.now() - startedAt);
    else if (extensions.hasAny()) this.end(outcome.kind === "timeout" ? "timeout" : "failure");
    return outcome;
  }

  async #becomeReady(): Promise<InitOutcome> {
    const { extensions, channel } = this.parts;
    await extensions.start();
    const answer = await channel.ready;
    if (answer !== undefined) return { kind: "failed", answer };
    await extensions.ready();
    return { kind: "ready" };
  }

  /**
   * Runs one invocation. `initDurationMs` is set where it caused this sandbox's start; `spentMs` is what a repeated init
   * took of the invocation's own time.
   */
  async invoke(invocation: Invocation, initDurationMs?: number, spentMs = 0): Promise<InvocationResult> {
    const { spec, events } = this.parts;
    this.thaw();
    const startedAt = performance.now();
    this.begin(invocation);
    const remainingMs = spec.timeoutMs - spentMs;
    const { channel, extensions, log } = this.parts;
    const informed = extensions.hasAny() ? extensions.invoke(invocation, Date.now() + remainingMs) : undefined;
    const answered = channel.invoke(invocation, remainingMs).then((answer) => ({ kind: "answer", answer }) as const);
    const outcome = await this.#orElse(answered, remainingMs);
    const durationMs = performance.now() - startedAt + spentMs;
    if (outcome.kind !== "answer") {
      const fault = this.#faultOf(invocation.requestId, outcome);
      events.runtimeDone(invocation, { durationMs, fault });
      return this.#breakOff(invocation, fault, { durationMs, initDurationMs });
    }
    const { answer } = outcome;
    if (answer.written !== undefined) await log.caughtUp(answer.written, LOG_LATENESS_MS);
    else await turns(2);
    events.runtimeDone(invocation, {
      durationMs,
      producedBytes: answer.payload.length,
      ...(answer.isFatal ? { fault: { status: "error", errorType: answer.errorType ?? "" } } : {}),
    });
    // A runtime that ends takes its extensions with it.
    if (informed === undefined || answer.isFatal)
      return this.#finish(invocation, answer, { durationMs, initDurationMs });
    const whole = this.#awaitExtensions(invocation, answer, informed, { durationMs, initDurationMs });
    // AWS: "Extensions are now generally available" (2021): the response is sent as soon as the runtime is done.
    return (
      (await Promise.race([whole, turns(2)])) ?? {
        ...this.#early(invocation, answer, { durationMs, initDurationMs }),
        whole,
      }
    );
  }

  /** The runtime is done, and the extensions may be: an invocation ends with the last of them. */
  async #awaitExtensions(
    invocation: Invocation,
    answer: RuntimeAnswer,
    informed: Promise<void>,
    { durationMs: ofRuntimeMs, initDurationMs }: Durations,
  ): Promise<InvocationResult> {
    const { spec, owner, pause } = this.parts;
    const start = new Date(owner.nowMs()).toISOString();
    const startedAt = performance.now();
    const outcome = await this.#orElse(
      informed.then(() => ({ kind: "done" }) as const),
      // What a debugger took of the time does not count, and is in the duration all the same.
      pause === undefined ? spec.timeoutMs - ofRuntimeMs : spec.timeoutMs,
    );
    const overheadMs = performance.now() - startedAt;
    const durationMs = ofRuntimeMs + overheadMs;
    if (outcome.kind !== "done")
      return this.#breakOff(invocation, this.#faultOf(invocation.requestId, outcome), { durationMs, initDurationMs });
    const overhead = { name: "extensionOverhead", start, durationMs: round(overheadMs) };
    return this.#finish(invocation, answer, { durationMs, initDurationMs, overhead });
  }

  /** What the caller gets while extensions go on. */
  #early(invocation: Invocation, answer: RuntimeAnswer, durations: Durations): InvocationResult {
    const ending = { ...checkedAnswer(invocation, answer), ...durations };
    return resultOf(ending, this.parts.log.tail(), this.#memory.peakMb(!this.isEnded));
  }

  /** Ends the invocation, and the sandbox with it: time is up, or something is gone. */
  async #breakOff(invocation: Invocation, fault: PlatformFault, durations: Durations): Promise<InvocationResult> {
    this.end(fault.status === "timeout" ? "timeout" : "failure");
    await this.parts.process.exited;
    return this.report(invocation, { fault, ...durations });
  }

  #faultOf(requestId: string, broken: Broken): PlatformFault {
    const { spec, owner } = this.parts;
    if (broken.kind === "timeout") return timedOut(requestId, spec.timeoutMs, owner.nowMs());
    if (broken.kind === "extension") return extensionFailed(requestId, broken.failure);
    return exited(requestId, broken.exit, this.#isOutOfMemory);
  }

  /** What `work` gives, unless the process ends first or `limitMs` pass. */
  #orElse<T>(work: Promise<T>, limitMs: number): Promise<T | Broken> {
    return new Promise((resolve) => {
      const settle = (outcome: T | Broken): void => {
        clearTimeout(limit);
        this.#onBroken = undefined;
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
      this.#onBroken = settle;
      if (this.#broken !== undefined) settle(this.#broken);
      else void work.then(settle);
    });
  }

  #finish(invocation: Invocation, answer: RuntimeAnswer, durations: Durations): InvocationResult {
    if (answer.isFatal) this.end("failure");
    return this.report(invocation, { ...checkedAnswer(invocation, answer), ...durations });
  }

  /** Writes what ends an invocation's log, and makes its result. */
  report({ requestId }: Invocation, ending: Ending): InvocationResult {
    const { log, events, spec } = this.parts;
    const usedMb = this.#memory.peakMb(!this.isEnded);
    events.report(factsOf(requestId, ending, spec.memoryMb, usedMb), ending.fault, ending.overhead);
    log.handOver();
    const logTail = log.tail();
    log.resetTail();
    return resultOf(ending, logTail, usedMb);
  }

  /** Begins an invocation's log. */
  begin(invocation: Invocation): void {
    this.parts.events.start(invocation);
  }

  /** The init phase failed and there will be no invocation in this sandbox. */
  reportInit(initDurationMs: number, fault: Pick<PlatformFault, "status" | "errorType">): void {
    this.parts.events.initEnd(initDurationMs, fault);
  }

  /**
   * Ends the sandbox if it uses more memory than the function has, with the children of its process where these were looked at, too.
   * Called while an invocation runs.
   */
  enforceMemory(childrenMb = 0): void {
    const { process, extensions } = this.parts;
    if (!this.#memory.isTooMuch(childrenMb + extensions.memoryMb())) return;
    this.#isOutOfMemory = true;
    process.kill();
  }

  /** Stops the processes until their next invocation: as on AWS, nothing runs in between. */
  freeze(): void {
    if (this.isEnded || this.isFrozen) return;
    this.isFrozen = true;
    this.#signal("SIGSTOP");
  }

  thaw(): void {
    if (!this.isFrozen) return;
    this.isFrozen = false;
    this.#signal("SIGCONT");
  }

  #signal(name: "SIGSTOP" | "SIGCONT"): void {
    this.parts.process.signal(name);
    this.parts.extensions.signal(name);
  }

  /** Ends the sandbox: at once, or by a shutdown phase where it has extensions. Doing it again changes nothing. */
  end(reason: ShutdownReason = "spindown"): void {
    this.isEnded = true;
    const { process, extensions } = this.parts;
    if (!extensions.hasAny()) {
      process.kill();
      return;
    }
    this.thaw();
    this.#shutdown ??= extensions.shutDown(process, reason);
  }
}

/** The answer, unless it is too large. */
function checkedAnswer({ requestId }: Invocation, answer: RuntimeAnswer): Pick<Ending, "answer" | "fault"> {
  return answer.payload.length > MOST_RESPONSE_BYTES ? { fault: responseTooLarge(requestId) } : { answer };
}

/**
 * Turns of the event loop. A runtime that does not say how much it has logged has written it before its answer: what lies in the
 * pipes by now is read meanwhile.
 */
async function turns(count: number): Promise<undefined> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
  return undefined;
}

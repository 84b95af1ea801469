// Waits for signals on the yard's clock. Signals and the time by which they are due are in the store, so that a wait that a crash interrupts
// goes on with what had come and with the time that was left.

import type { Scope, YardContext } from "../../../service/context.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { PLAIN_FAILURE } from "../errors.ts";
import type { ReceivedSignal } from "./records.ts";
import { listReceivedSignals, loadWaitDue, saveWaitDue } from "./repo.ts";

/** What running operations give to the resources that wait. */
export interface WaitChannel {
  readonly yard: YardContext;
  readonly scope: Scope;
  /** Aborts when the operation is to stop: nobody waits for the rest of the signals then. */
  readonly stopped: AbortSignal;
}

export interface Wait {
  readonly stackId: string;
  /** Under which signals are kept: of a handle, or of a resource. */
  readonly channelId: string;
  /** Tells this wait from another for the same signals. */
  readonly waitId: string;
  readonly count: number;
  readonly timeoutSeconds: number;
  /** What a signal of failure says of the resource. */
  readonly describeFailure: (failure: ReceivedSignal) => string;
  /** What a wait says that has not seen enough signals. */
  readonly describeTimeout: (received: number) => string;
}

/** Rung for each signal. */
export function signalsTopic(channelId: string): string {
  return `cloudformation-signals/${channelId}`;
}

/** Resolves to the signals when enough have come; rejects at a failure, at the timeout and when the operation stops. */
export async function awaitSignals(channel: WaitChannel, wait: Wait): Promise<readonly ReceivedSignal[]> {
  const { yard, scope, stopped } = channel;
  const { stackId, channelId, waitId, count, timeoutSeconds } = wait;
  const known = yard.store.read((tx) => loadWaitDue(tx, scope, stackId, waitId));
  const dueAtMs = known ?? yard.clock.nowMs() + timeoutSeconds * 1000;
  if (known === undefined) yard.store.write((tx) => saveWaitDue(tx, scope, stackId, waitId, dueAtMs));
  for (;;) {
    const signals = yard.store.read((tx) => listReceivedSignals(tx, scope, stackId, channelId));
    const failure = signals.find(({ status }) => status === "FAILURE");
    if (failure !== undefined) throw plainFailure(wait.describeFailure(failure));
    if (signals.length >= count) return signals;
    // AWS: this sentence, for what was under way when another resource failed.
    if (stopped.aborted) throw plainFailure("Resource creation cancelled");
    const leftMs = dueAtMs - yard.clock.nowMs();
    if (leftMs <= 0) throw plainFailure(wait.describeTimeout(signals.length));
    await yard.signals.wait(signalsTopic(channelId), leftMs, stopped);
  }
}

/** A failure whose message events show as it is. */
export function plainFailure(message: string): AwsError {
  return new AwsError({ code: PLAIN_FAILURE, message });
}

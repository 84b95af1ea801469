// Follows what happens in stacks: CloudFormation tells it as events, which are asked for again and again.

import { DescribeStackEventsCommand, paginateDescribeStackEvents } from "@aws-sdk/client-cloudformation";
import type { CloudFormationClient, StackEvent } from "@aws-sdk/client-cloudformation";
import type { Clock } from "../../kernel/clock.ts";
import { progressOf } from "./stack-views.ts";
import type { OnProgress, StackProgress } from "./stack-views.ts";
import type { Target } from "./target.ts";

/** How an operation of a stack ended. */
export interface End {
  readonly status: string;
  readonly reason: string;
  readonly failures: readonly StackProgress[];
}

export interface StackEvents {
  /** The id of the newest event, from which on an operation is followed. */
  newestEvent(stackId: string): Promise<string | undefined>;
  /** Reports every event after `seen`, in the order in which they happened, until the stack itself comes to an end. */
  follow(stackId: string, seen: string | undefined, onProgress: OnProgress): Promise<End>;
  /** What failed since a time (ISO), in the order in which it happened. */
  failuresSince(name: string, since: string): Promise<readonly StackProgress[]>;
}

/** The events of an account's stacks. */
export function openStackEvents(client: CloudFormationClient, target: Target, clock: Clock): StackEvents {
  async function newestEvent(stackId: string): Promise<string | undefined> {
    const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: stackId }));
    return StackEvents?.[0]?.EventId;
  }

  async function follow(stackId: string, seen: string | undefined, onProgress: OnProgress): Promise<End> {
    let last = seen;
    const failures: StackProgress[] = [];
    let remaining = pauses(target);
    // AWS: what made a stack turn round stands in the event of the turn, not in that of the end.
    let cause: string | undefined;
    for (;;) {
      const askedMs = clock.nowMs();
      const events = await eventsAfter(stackId, last);
      const tookMs = clock.nowMs() - askedMs;
      last = events.at(-1)?.EventId ?? last;
      for (const event of events) {
        const progress = progressOf(event);
        onProgress(progress);
        if (progress.status.endsWith("_FAILED")) failures.push(progress);
        if (progress.isStackItself && progress.status.endsWith("ROLLBACK_IN_PROGRESS")) cause ??= progress.reason;
        if (progress.isStackItself && !progress.status.endsWith("_IN_PROGRESS"))
          return { status: progress.status, reason: cause ?? progress.reason ?? progress.status, failures };
      }
      // Something moves: ask soon again. Nothing moves: ask less and less often.
      if (events.length > 0) remaining = pauses(target);
      const { firstMs, longestMs } = target.polling;
      const pauseMs = remaining.next().value ?? longestMs;
      // Where an answer takes long, because many stacks move, asking takes the time in which they could.
      await clock.wait(Math.max(pauseMs, Math.min(tookMs * 3 - firstMs, longestMs)));
    }
  }

  async function eventsAfter(stackId: string, last: string | undefined): Promise<readonly StackEvent[]> {
    const events: StackEvent[] = [];
    for await (const page of paginateDescribeStackEvents({ client }, { StackName: stackId })) {
      for (const event of page.StackEvents ?? []) {
        if (event.EventId === last) return events.toReversed();
        events.push(event);
      }
    }
    return events.toReversed();
  }

  async function failuresSince(name: string, since: string): Promise<readonly StackProgress[]> {
    const failures: StackProgress[] = [];
    const sinceMs = Date.parse(since);
    for await (const page of paginateDescribeStackEvents({ client }, { StackName: name })) {
      for (const event of page.StackEvents ?? []) {
        if ((event.Timestamp?.getTime() ?? 0) < sinceMs) return failures.toReversed();
        if (event.ResourceStatus?.endsWith("_FAILED") === true) failures.push(progressOf(event));
      }
    }
    return failures.toReversed();
  }

  return { newestEvent, follow, failuresSince };
}

/** Half as long again each time, up to the longest; never ends. */
export function* pauses(target: Target): Generator<number, never, undefined> {
  for (let pause = target.polling.firstMs; ; pause = Math.min(pause * 1.5, target.polling.longestMs)) yield pause;
}

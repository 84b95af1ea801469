// What a deployment tells while it runs, as values. The delivery never prints; the command line decides how this looks.

import type { Diagnostic, SourcePosition } from "../../kernel/diagnostics.ts";
import type { WhyReason } from "../graph/why.ts";
import type { Irreversible } from "../release/irreversible.ts";
import type { LockOwner } from "../release/lock.ts";
import type { ReleaseKind, ReleaseStatus, TestEvidence } from "../release/record.ts";

/** What happens to a unit. */
export type UnitAction = "create" | "update" | "delete";

/** Why a unit failed: the first resource that failed, or the call that did. */
export interface Failure {
  /** The resource's logical id; undefined if the stack as a whole failed. */
  readonly logicalId?: string;
  readonly resourceType?: string;
  /** The cloud's own words. */
  readonly reason: string;
  /** The code of the error, such as "ValidationError", if a call failed. */
  readonly code?: string;
  /** The place in the template. */
  readonly position?: SourcePosition;
  /** Further findings, such as the messages of the compiler. */
  readonly diagnostics?: readonly Diagnostic[];
}

export type DeployEvent =
  | { readonly type: "started"; readonly units: readonly string[]; readonly environment: string }
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic }
  | { readonly type: "unit-started"; readonly unit: string; readonly stack: string; readonly action: UnitAction }
  /** Why a unit that has started is changed, if that was asked for. */
  | { readonly type: "why"; readonly unit: string; readonly reasons: readonly WhyReason[] }
  | {
      readonly type: "resource";
      readonly unit: string;
      readonly logicalId: string;
      readonly resourceType: string;
      /** Such as "CREATE_IN_PROGRESS". */
      readonly status: string;
      readonly reason?: string;
    }
  | { readonly type: "unit-finished"; readonly result: UnitResult }
  /** Someone else releases into the environment; this run goes on when that one has ended. */
  | { readonly type: "waiting"; readonly owner: LockOwner }
  /** A release has a number and is written down from here on. */
  | { readonly type: "release"; readonly number: number; readonly kind: ReleaseKind; readonly to?: number }
  /** What going back will not bring back; told before anything is changed. */
  | { readonly type: "irreversible"; readonly to: number; readonly findings: readonly Irreversible[] }
  /** A test command ended; of the whole system if there is no unit. */
  | { readonly type: "test"; readonly unit?: string; readonly evidence: TestEvidence }
  | { readonly type: "finished"; readonly durationMs: number };

/** How a unit ended. */
export type UnitResult =
  | {
      readonly outcome: "deployed";
      readonly unit: string;
      readonly stack: string;
      readonly action: UnitAction;
      readonly outputs: Readonly<Record<string, string>>;
      readonly resourceChanges: number;
      readonly durationMs: number;
    }
  | {
      readonly outcome: "unchanged";
      readonly unit: string;
      readonly stack: string;
      readonly reason: string;
      readonly outputs: Readonly<Record<string, string>>;
      readonly durationMs: number;
    }
  | { readonly outcome: "deleted"; readonly unit: string; readonly stack: string; readonly durationMs: number }
  | {
      readonly outcome: "failed";
      readonly unit: string;
      readonly stack: string;
      readonly failure: Failure;
      readonly durationMs: number;
    }
  /** Not attempted, because a unit that it waits for failed. */
  | { readonly outcome: "blocked"; readonly unit: string; readonly by: string }
  /** Not attempted, because the person interrupted. */
  | { readonly outcome: "cancelled"; readonly unit: string };

/** How a whole deployment ended. */
export interface DeployResult {
  readonly isComplete: boolean;
  /** In the order in which they ended. */
  readonly units: readonly UnitResult[];
  readonly durationMs: number;
  /** The release's number; undefined if nothing had to be done. */
  readonly release?: number;
  readonly status?: ReleaseStatus;
  /** Of the system's own tests. */
  readonly tests?: readonly TestEvidence[];
  /** How going back ended, if the policy asked for it. */
  readonly rollback?: DeployResult;
}

/** A run of the engine: its events as they happen, and its result. The result resolves even if nobody reads the events. */
export interface Run<Result> {
  readonly events: AsyncIterable<DeployEvent>;
  readonly result: Promise<Result>;
}

/** Starts `work` and makes a Run of it. Events wait, in order, until they are read. */
export function startRun<Result>(work: (emit: (event: DeployEvent) => void) => Promise<Result>): Run<Result> {
  const waiting: DeployEvent[] = [];
  let isOver = false;
  let wake: (() => void) | undefined;
  const notify = (): void => {
    wake?.();
    wake = undefined;
  };
  const result = work((event) => {
    waiting.push(event);
    notify();
  }).finally(() => {
    isOver = true;
    notify();
  });
  // Whoever awaits the result sees the failure; one that is only thrown at the events' reader must not end the process.
  result.catch(() => undefined);

  async function* events(): AsyncGenerator<DeployEvent> {
    for (;;) {
      const event = waiting.shift();
      if (event !== undefined) {
        yield event;
      } else if (isOver) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  return { events: events(), result };
}

// What the kinds of events have in common.

import type { Draft, Values } from "../draft.ts";
import type { RoleDraft } from "../function-role.ts";

/** What an event needs to know of its function. */
export interface FunctionHandle {
  readonly logicalId: string;
  /** Attributes that resources made for the function take over. */
  readonly attributes: Values;
  readonly condition: string | undefined;
  /** Names the function, or its alias where versions are published. */
  readonly ref: Values;
  readonly arn: Values;
  /** The ARN as a variable in a text for Fn::Sub. */
  readonly arnText: string;
  /** Tags that go on to an implicit API. */
  readonly tags: Values | undefined;
}

/** What an event needs to know of its state machine. */
export interface StateMachineHandle {
  readonly logicalId: string;
  readonly attributes: Values;
  /** The state machine, or its alias where events go to that. */
  readonly arn: Values;
  /** For the roles with which events start executions. */
  readonly permissionsBoundary: unknown;
  /** Tags that go on to an implicit API. */
  readonly tags: Values | undefined;
}

export interface FunctionEvent {
  /** The function's logical id with the event's name behind it. */
  readonly logicalId: string;
  /** As the function calls it. */
  readonly name: string;
  readonly properties: Values;
}

/** Adds what an event needs to the draft, and to the function's role. */
export type ExpandEvent = (event: FunctionEvent, handle: FunctionHandle, role: RoleDraft, draft: Draft) => void;

/** The same for an event that starts executions of a state machine. */
export type ExpandStateMachineEvent = (event: FunctionEvent, machine: StateMachineHandle, draft: Draft) => void;

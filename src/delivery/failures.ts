// Turns what went wrong in a unit into a Failure: the first cause, in the cloud's words, with its place in the source.

import { locate } from "./locate.ts";
import type { Failure } from "./events.ts";
import type { StackProgress } from "./stacks.ts";
import { DiagnosticsError } from "./system.ts";
import type { Unit } from "./system.ts";

// Resources that were stopped because another one failed are consequences.
const CONSEQUENCE = /^Resource (creation|update) cancelled/i;

/** A message without the place in the template that the cloud was sent, which is not the one that people wrote. */
export function withoutPlace(message: string): string {
  return message.replace(/ \(template\.(?:json|yaml):\d+:\d+\)/g, "");
}

/** The first resource that failed of itself, or else the stack. */
export function firstFailure(unit: Unit, outcome: { reason: string; failures: readonly StackProgress[] }): Failure {
  const resources = outcome.failures.filter((each) => !each.isStackItself);
  const first = resources.find((each) => !CONSEQUENCE.test(each.reason ?? "")) ?? resources[0];
  const reason = withoutPlace(first?.reason ?? outcome.reason);
  const subject = locate(unit.template, reason, first?.logicalId);
  return {
    reason,
    ...subject,
    ...(first === undefined ? {} : { logicalId: first.logicalId, resourceType: first.resourceType }),
  };
}

/** What a thrown error says about a unit; errors that are none of a cloud or a source are thrown on. */
export function failureOf(unit: Unit, error: unknown): Failure {
  if (error instanceof DiagnosticsError) {
    const [first] = error.diagnostics;
    return {
      reason: first === undefined ? error.message : first.detail,
      diagnostics: error.diagnostics,
      ...(first?.position === undefined ? {} : { position: first.position }),
      ...(first?.logicalId === undefined ? {} : { logicalId: first.logicalId }),
    };
  }
  if (!(error instanceof Error)) throw error;
  // What an SDK client throws has the error's code as its name; anything else without metadata is an error of ours.
  const isFromCloud = "$metadata" in error;
  return {
    reason: withoutPlace(error.message),
    ...(isFromCloud ? { code: error.name, ...locate(unit.template, error.message) } : {}),
  };
}

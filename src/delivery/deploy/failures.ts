// Turns what went wrong in a unit into a Failure: the first cause, in the cloud's words, with its place in the source.

import { locate } from "./locate.ts";
import type { Failure } from "./events.ts";
import type { StackProgress } from "../cloud/stack-views.ts";
import { DiagnosticsError } from "../system/system.ts";
import type { Template } from "../system/template.ts";

// Resources that were stopped because another one failed are consequences.
const CONSEQUENCE = /^Resource (creation|update) cancelled/i;

/** A message without the place in the template that the cloud was sent, which is not the one that people wrote. */
export function withoutPlace(message: string): string {
  return message.replace(/ \(template\.(?:json|yaml):\d+:\d+\)/g, "");
}

/** The first resource that failed of itself, or else the stack. */
export function firstFailure(
  template: Template,
  outcome: { reason: string; failures: readonly StackProgress[] },
): Failure {
  const resources = outcome.failures.filter((each) => !each.isStackItself);
  const first = resources.find((each) => !CONSEQUENCE.test(each.reason ?? "")) ?? resources[0];
  const reason = withoutPlace(first?.reason ?? outcome.reason);
  const subject = locate(template, reason, first?.logicalId);
  return {
    reason,
    ...subject,
    ...(first === undefined ? {} : { logicalId: first.logicalId, resourceType: first.resourceType }),
  };
}

/** What a thrown error says about a unit; errors that are none of a cloud or a source are thrown on. */
export function failureOf(template: Template, error: unknown): Failure {
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
  // What the cloud answered has a status and the error's code as its name. Without a status nobody answered, which is
  // no matter of the template. What has no metadata comes from the operating system, or is a bug of ours.
  const metadata: unknown = Reflect.get(error, "$metadata");
  if (typeof metadata !== "object" || metadata === null) {
    if (typeof Reflect.get(error, "syscall") === "string") return { reason: error.message };
    throw error;
  }
  if (Reflect.get(metadata, "httpStatusCode") === undefined)
    return { reason: `The cloud does not answer: ${error.message}` };
  return { reason: withoutPlace(error.message), code: error.name, ...locate(template, error.message) };
}

// Actions: that they exist, and what their names leave open.

import { isWithin } from "../compare/signatures.ts";
import { compilePattern } from "../patterns.ts";
import { serviceAuthorization, servicePrefixes } from "../service-authorization.ts";
import { nearest } from "./nearest.ts";
import type { Check, Report, TextPart } from "./policy-view.ts";

/** AWS: recorded answers have this sentence of the names of S3's oldest operation. */
const SPECIAL: ReadonlyMap<string, string> = new Map([
  [
    "s3:listbuckets",
    " Did you mean s3:ListAllMyBuckets? The API called ListBuckets authorizes against the IAM action s3:ListAllMyBuckets.",
  ],
]);

export const checkActions: Check = ({ statements }, report) => {
  for (const statement of statements) {
    for (const name of ["Action", "NotAction"] as const) {
      const actions = statement.texts(name);
      for (const action of actions) checkAction(action, report);
      checkRedundant(actions, report);
    }
  }
};

function checkAction(action: TextPart, report: Report): void {
  if (action.text === "*") return;
  const [prefix = "", name] = action.text.split(":", 2);
  if (name === undefined) {
    const details = { action: action.text, hint: "" };
    return report("INVALID_ACTION", action, details);
  }
  // AWS: a prefix with a wildcard is no service that exists (recorded: "*:Describe*" is INVALID_SERVICE_IN_ACTION).
  const service = serviceAuthorization(prefix.toLowerCase());
  if (service === undefined) {
    const near = nearest(prefix.toLowerCase(), servicePrefixes());
    return report("INVALID_SERVICE_IN_ACTION", action, {
      service: prefix,
      hint: near === undefined ? "" : ` Did you mean ${near}?`,
    });
  }
  const lower = name.toLowerCase();
  if (service.actions.has(lower)) return;
  if (/[*?]/.test(lower)) {
    const pattern = compilePattern(lower, { hasVariables: false });
    for (const known of service.actions.keys()) if (pattern.matches(known, () => undefined)) return;
  }
  const near = nearest(lower, service.actions.keys());
  const known = near === undefined ? undefined : service.actions.get(near)?.name;
  const hint =
    SPECIAL.get(action.text.toLowerCase()) ?? (known === undefined ? "" : ` Did you mean ${service.prefix}:${known}?`);
  report("INVALID_ACTION", action, { action: action.text, hint });
}

/** AWS: "You receive a finding for this policy check when all of the contents of an action are redundant." */
function checkRedundant(actions: readonly TextPart[], report: Report): void {
  const names = actions.map(({ text }) => text.toLowerCase());
  const patterns = [...new Set(names.filter((name) => /[*?]/.test(name)))];
  // Of two that are the same, the first stays.
  const redundant = actions.filter((_, at) => {
    const name = names[at] ?? "";
    return names.indexOf(name) < at || patterns.some((pattern) => pattern !== name && isWithin(name, pattern));
  });
  const [first] = redundant;
  if (first === undefined) return;
  report("REDUNDANT_ACTION", redundant, {
    redundantActionCount: String(redundant.length),
    redundantAction: first.text,
  });
}

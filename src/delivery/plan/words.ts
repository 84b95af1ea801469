// The words in which a plan is told, the same on a terminal and in a pull request. Pure.

import { placeText } from "../graph/edges.ts";
import type { EdgeVerdict, NewAccess, Plan, PropertyDifference, ResourceChange, UnitPlan } from "./plan.ts";

/** "1 resource", "2 resources". */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  return `${value} ${value === 1 ? singular : plural}`;
}

/** How many units change, and what is the matter, in one line. */
export function headline(plan: Plan): string {
  const affected = plan.units.filter((each) => each.action !== "unchanged" && each.action !== "forgotten");
  const all = plan.units.filter((each) => each.action !== "forgotten").length;
  const changes =
    affected.length === 0
      ? "nothing changes"
      : `${affected.length} of ${count(all, "unit")} ${affected.length === 1 ? "changes" : "change"}`;
  return `${plan.system} in ${plan.environment}: ${changes}`;
}

/** What becomes of a unit's resources, in numbers: "2 added, 1 replaced". */
export function tally(unit: UnitPlan): string {
  const words: readonly (readonly [ResourceChange["action"], string])[] = [
    ["add", "added"],
    ["change", "changed in place"],
    ["move", "moved"],
    ["replace", "replaced"],
    ["remove", "removed"],
  ];
  const parts = words.flatMap(([action, word]) => {
    const number = unit.resources.filter((each) => each.action === action).length;
    return number === 0 ? [] : [`${number} ${word}`];
  });
  if (unit.outputs.length > 0) parts.push(`${count(unit.outputs.length, "output")} changed`);
  return parts.length === 0 ? "no resources change" : parts.join(", ");
}

/** A value for people: short, on one line. */
function shown(value: unknown): string {
  if (value === undefined) return "(none)";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // The middle goes: identifiers differ at their ends.
  const half = (LONGEST_VALUE - 1) / 2;
  return text.length > LONGEST_VALUE ? `${text.slice(0, half)}…${text.slice(-half)}` : text;
}

// LIMIT: what fits beside a property on a terminal.
const LONGEST_VALUE = 73;

/** A property before and after, and what makes the difference. */
export function propertyLine({ path, before, after, isReplacing, cause }: PropertyDifference): string {
  const reasons = [...(isReplacing ? ["replaces"] : []), ...(cause === undefined ? [] : [`because of ${cause}`])];
  return `${path}: ${shown(before)} → ${shown(after)}${reasons.length === 0 ? "" : ` (${reasons.join(", ")})`}`;
}

/** Who reads what of whom: `user reads export "payments" of payment`. */
export function edgeTitle({ from, fromKind, to, subject }: EdgeVerdict): string {
  const reader = fromKind === "stack" ? `stack ${from}` : fromKind === "parameter" ? `SSM parameter ${from}` : from;
  return `${reader} reads ${subject} of ${to}`;
}

/** The places of a reading: "user/template.yaml:6 (Subscription.TopicArn)". */
export function edgePlaces({ places }: EdgeVerdict): readonly string[] {
  return places.map(({ what, position }) => (position === undefined ? what : `${placeText(position)} (${what})`));
}

/** New access in one line: "role Handler-1X may sqs:SendMessage on arn:...". */
export function accessLine({ principal, actions, resources, isConditional }: NewAccess): string {
  // A managed policy says by itself on what.
  const policies = actions.flatMap((action) =>
    action.startsWith("all of ") ? [action.split("/").at(-1) ?? action] : [],
  );
  if (policies.length === actions.length) return `${principal} may all of ${listed(policies)}`;
  return `${principal} may ${listed(actions)} on ${listed(resources)}${isConditional ? ", under conditions" : ""}`;
}

/** The lines of new access that people should read, and how many grants of new units they need not. */
export function accessLines({ access, units }: Plan): { readonly shown: readonly NewAccess[]; readonly more: string } {
  const isNew = new Set(units.filter((each) => each.action === "create").map((each) => each.unit));
  const shown = access.filter((each) => each.flags.length > 0 || !isNew.has(each.unit));
  const rest = access.length - shown.length;
  return {
    shown,
    more: rest === 0 ? "" : `${count(rest, "further grant")} of new units, none of them public or with a wildcard`,
  };
}

function listed(texts: readonly string[]): string {
  const first = texts.slice(0, 4).join(", ");
  return texts.length > 4 ? `${first} and ${texts.length - 4} more` : first;
}

/** How many readings have which verdict: "4 proved, 1 unknown, 2 break". */
export function verdictTally({ edges }: Plan): string {
  const number = (verdict: EdgeVerdict["verdict"]): number => edges.filter((each) => each.verdict === verdict).length;
  return `${number("PROVED")} proved, ${number("UNKNOWN")} unknown, ${number("BREAKS")} ${number("BREAKS") === 1 ? "breaks" : "break"}`;
}

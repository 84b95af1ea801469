// What can be said of a policy before anybody is given it: AWS's checks, with the places that they are about. Pure.

import { JsonSyntaxError, lineAndColumn, parseLocatedJson, type LocatedValue } from "../located-json.ts";
import { checkActions } from "./actions.ts";
import { checkConditionKeys } from "./condition-keys.ts";
import { checkConditions } from "./conditions.ts";
import { checkControlPolicies } from "./control-policies.ts";
import { checkHandingOn } from "./handing-on.ts";
import { startReport, viewPolicy, type Check, type Finding, type PolicyType } from "./policy-view.ts";
import { checkPrincipals } from "./principals.ts";
import { checkResources } from "./resources.ts";
import { checkStructure } from "./structure.ts";
import { checkVariables } from "./variables.ts";

export type { Finding, PolicyType };

/** Statements that say the same, whatever their Sids. */
const checkStatements: Check = ({ statements }, report) => {
  const known = new Map<string, (typeof statements)[number]>();
  for (const statement of statements) {
    const { value } = statement;
    const meaning =
      value.kind === "object" ? plain({ ...value, members: value.members.filter(({ name }) => name !== "Sid") }) : "";
    const first = known.get(meaning);
    if (first === undefined) known.set(meaning, statement);
    else report("REDUNDANT_STATEMENT", [first, statement]);
  }
};

const CHECKS: readonly Check[] = [
  checkStructure,
  checkActions,
  checkResources,
  checkPrincipals,
  checkConditions,
  checkConditionKeys,
  checkVariables,
  checkHandingOn,
  checkControlPolicies,
  checkStatements,
];

/** Checks a policy of a type; of a resource policy, `resourceType` may say what it is for. */
export function validatePolicy(text: string, type: PolicyType, resourceType?: string): readonly Finding[] {
  const { findings, report } = startReport(text);
  let root: LocatedValue;
  try {
    root = parseLocatedJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { offset } = error;
    const { line, column } = lineAndColumn(text, offset);
    const facts = { index: String(offset), line: String(line + 1), column: String(column) };
    report("JSON_SYNTAX_ERROR", { path: [], start: offset, end: Math.min(offset + 1, text.length) }, facts);
    return findings;
  }
  if (root.kind !== "object") {
    report("DATA_TYPE_MISMATCH", { path: [], start: root.start, end: root.end }, { data_type: "Object" });
    return findings;
  }
  const view = viewPolicy(text, root, type, resourceType);
  for (const check of CHECKS) check(view, report);
  return findings;
}

/** A value as text, for comparing: members in order of their names, lists of one as what is in them. */
function plain(value: LocatedValue): string {
  if (value.kind === "object") {
    const members = value.members.map(({ name, value: own }) => `${JSON.stringify(name)}:${plain(own)}`);
    return `{${members.sort().join()}}`;
  }
  if (value.kind === "array") return value.items.map(plain).sort().join();
  return value.kind === "null" ? "null" : JSON.stringify(value.value);
}

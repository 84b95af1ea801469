// The form of a policy: which elements there are, of which JSON types, which are missing, and which must not stand together.

import { STATEMENT_FIELDS } from "../policy.ts";
import { memberOf } from "../located-json.ts";
import {
  itemsOf,
  partOf,
  type Check,
  type Part,
  type PolicyView,
  type Report,
  type StatementView,
} from "./policy-view.ts";

const POLICY_ELEMENTS = ["Version", "Id", "Statement"];

/** The form of the whole and of each statement. */
export const checkStructure: Check = (policy, report) => {
  const { root, statements } = policy;
  checkElements(root, POLICY_ELEMENTS, report);
  checkVersion(policy, report);
  const id = partOf(root, memberOf(root.value, "Id"));
  if (id !== undefined && id.value.kind !== "string") report("DATA_TYPE_MISMATCH", id, { data_type: "String" });
  const statement = partOf(root, memberOf(root.value, "Statement"));
  if (statement === undefined || (statement.value.kind === "array" && statement.value.items.length === 0)) {
    report("MISSING_STATEMENT", statement ?? root);
    return;
  }
  for (const item of itemsOf(statement)) {
    if (item.value.kind !== "object") report("DATA_TYPE_MISMATCH", item, { data_type: "Object" });
  }
  for (const each of statements) checkStatement(policy, each, report);
  checkSids(policy, report);
};

function checkElements(part: Part, known: readonly string[], report: Report): void {
  if (part.value.kind !== "object") return;
  for (const { name, nameStart, nameEnd } of part.value.members) {
    if (known.includes(name)) continue;
    report(
      "INVALID_POLICY_ELEMENT",
      { path: [...part.path, { key: name }], start: nameStart, end: nameEnd },
      { element: name },
    );
  }
}

function checkVersion({ root }: PolicyView, report: Report): void {
  const version = partOf(root, memberOf(root.value, "Version"));
  if (version === undefined) return report("MISSING_VERSION", root);
  if (version.value.kind !== "string") return report("DATA_TYPE_MISMATCH", version, { data_type: "String" });
  if (version.value.value === "2012-10-17" || version.value.value === "2008-10-17") return;
  report("INVALID_VERSION", version, { version: version.value.value, versions: "2012-10-17, 2008-10-17" });
}

function checkStatement(policy: PolicyView, statement: StatementView, report: Report): void {
  const { element } = statement;
  checkElements(statement, [...STATEMENT_FIELDS], report);
  const effect = element("Effect");
  if (effect === undefined) report("MISSING_EFFECT", statement);
  else if (effect.value.kind !== "string") report("DATA_TYPE_MISMATCH", effect, { data_type: "String" });
  else if (statement.effect === undefined) report("INVALID_EFFECT", effect, { effect: effect.value.value });

  if (element("Action") === undefined && element("NotAction") === undefined) report("MISSING_ACTION", statement);
  if (needsResource(policy, statement) && element("Resource") === undefined && element("NotResource") === undefined) {
    report("MISSING_RESOURCE", statement);
  }
  const needsPrincipal = policy.type === "RESOURCE_POLICY" || policy.type === "RESOURCE_CONTROL_POLICY";
  if (needsPrincipal && element("Principal") === undefined && element("NotPrincipal") === undefined) {
    report("MISSING_PRINCIPAL", statement);
  }
  for (const [one, other] of [
    ["Action", "NotAction"],
    ["Principal", "NotPrincipal"],
    ["Resource", "NotResource"],
  ] as const) {
    const [first, second] = [element(one), element(other)];
    if (first !== undefined && second !== undefined) {
      report("UNSUPPORTED_ELEMENT_COMBINATION", [first, second], { element1: one, element2: other });
    }
  }
  checkLists(statement, report);
  checkCondition(statement, report);
}

/** AWS: "All policies except role trust policies must include a Resource or NotResource element." */
function needsResource({ type, resourceType }: PolicyView, statement: StatementView): boolean {
  return !(type === "RESOURCE_POLICY" && isTrust(resourceType, statement));
}

/** True for a role's trust policy, by what was said of it, or by what it allows. */
export function isTrust(resourceType: string | undefined, statement: StatementView): boolean {
  if (resourceType !== undefined) return resourceType === "AWS::IAM::AssumeRolePolicyDocument";
  const actions = statement.texts("Action");
  return actions.length > 0 && actions.every(({ text }) => /^sts:/i.test(text));
}

function checkLists({ element }: StatementView, report: Report): void {
  for (const name of ["Action", "NotAction", "Resource", "NotResource"] as const) {
    const part = element(name);
    if (part === undefined) continue;
    for (const item of itemsOf(part)) {
      if (item.value.kind !== "string") report("DATA_TYPE_MISMATCH", item, { data_type: "String" });
    }
    if (part.value.kind !== "array" || part.value.items.length > 0) continue;
    report(name.endsWith("Action") ? "EMPTY_ARRAY_ACTION" : "EMPTY_ARRAY_RESOURCE", part);
  }
}

function checkCondition({ element }: StatementView, report: Report): void {
  const part = element("Condition");
  if (part === undefined) return;
  if (part.value.kind !== "object") return report("DATA_TYPE_MISMATCH", part, { data_type: "Object" });
  if (part.value.members.length === 0) return report("EMPTY_OBJECT_CONDITION", part);
  for (const member of part.value.members) {
    const block = partOf(part, member);
    if (block === undefined) continue;
    if (block.value.kind !== "object") report("DATA_TYPE_MISMATCH", block, { data_type: "Object" });
    else if (block.value.members.length === 0) report("EMPTY_OBJECT_CONDITION", block);
  }
}

function checkSids({ type, statements }: PolicyView, report: Report): void {
  const isStrict = type === "IDENTITY_POLICY";
  const known = new Set<string>();
  for (const { element } of statements) {
    const sid = element("Sid");
    if (sid === undefined) continue;
    if (sid.value.kind !== "string") {
      report("DATA_TYPE_MISMATCH", sid, { data_type: "String" });
      continue;
    }
    const text = sid.value.value;
    if (text === "") report("EMPTY_SID_VALUE", sid);
    else if (known.has(text)) report(isStrict ? "UNIQUE_SIDS_REQUIRED" : "UNIQUE_SIDS_RECOMMENDED", sid);
    known.add(text);
    if (isStrict && !/^[A-Za-z0-9]*$/.test(text)) report("UNSUPPORTED_SID", sid);
  }
}

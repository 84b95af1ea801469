// Conditions: operators, their suffixes and qualifiers, and whether values are of their kind.

import { isIP } from "node:net";
import { CONDITION_OPERATORS } from "../policy.ts";
import { cidr, isPrivateRange } from "./addresses.ts";
import type { Check, ConditionPart, Report } from "./policy-view.ts";
import { isKnownRegion } from "./regions.ts";

/** True for an operator that there is, without qualifier and suffix. */
export function isOperator(plain: string): boolean {
  return CONDITION_OPERATORS.has(plain);
}

export const checkConditions: Check = ({ statements, hasVariables }, report) => {
  for (const { conditions } of statements) {
    checkDuplicates(conditions, report);
    for (const condition of conditions) {
      if (!isOperator(condition.plain)) {
        report(
          "INVALID_CONDITION_OPERATOR",
          { ...condition.name, path: condition.path.slice(0, -1) },
          { operator: condition.operator },
        );
        continue;
      }
      checkForm(condition, report);
      checkValues(condition, report);
      checkWildcards(condition, report);
      if (hasVariables && !/^(?:String|Arn)/.test(condition.plain)) {
        for (const value of condition.values)
          if (value.text.includes("${")) report("INVALID_VARIABLE_FOR_OPERATOR", value);
      }
    }
  }
};

function checkDuplicates(conditions: readonly ConditionPart[], report: Report): void {
  const known = new Map<string, ConditionPart>();
  for (const condition of conditions) {
    const id = `${condition.operator} ${condition.key.toLowerCase()}`;
    const first = known.get(id);
    if (first !== undefined && first.key !== condition.key) {
      report("DUPLICATE_KEYS_WITH_DIFFERENT_CASE", [first.name, condition.name], { key: condition.key });
    }
    known.set(id, condition);
  }
}

function checkForm(condition: ConditionPart, report: Report): void {
  const { plain, isIfExists, quantifier, key, value } = condition;
  if (plain === "Null" && isIfExists) report("NULL_WITH_IF_EXISTS", condition.name);
  if (plain === "Null" && quantifier !== undefined) report("NULL_WITH_QUALIFIER", condition.name);
  if (value.kind === "object" || value.kind === "null")
    report("DATA_TYPE_MISMATCH", condition, { data_type: "String" });
  if (value.kind !== "array") return;
  if (value.items.length === 0) {
    if (quantifier === "ForAllValues") report("EMPTY_ARRAY_CONDITION_FORALLVALUES", condition, { key });
    else if (quantifier === "ForAnyValue") report("EMPTY_ARRAY_CONDITION_FORANYVALUE", condition, { key });
    else if (isIfExists) report("EMPTY_ARRAY_CONDITION_IFEXISTS", condition, { key });
    else report("EMPTY_ARRAY_CONDITION", condition, { key });
  }
  if (new Set(value.items.map(({ kind }) => kind)).size > 1) report("INVALID_CONDITION_DATA_TYPE", condition);
  if (plain === "Bool" && value.items.length > 1) report("INVALID_CONDITION_MULTIPLE_BOOLEAN", condition);
}

function checkValues(condition: ConditionPart, report: Report): void {
  const { plain, operator, key } = condition;
  const lower = key.toLowerCase();
  const values = condition.values.filter(({ text }) => !text.includes("${"));
  for (const value of values) {
    const { text } = value;
    if ((plain === "Bool" || plain === "Null") && !/^(?:true|false)$/i.test(text))
      report("TYPE_MISMATCH_BOOLEAN", value, { operator });
    if (plain.startsWith("Numeric") && (text.trim() === "" || Number.isNaN(Number(text))))
      report("TYPE_MISMATCH_NUMBER", value, { operator });
    if (plain.startsWith("Date")) {
      if (/^\d{5,}(?:\.\d+)?$/.test(text)) report("INVALID_DATE_VALUE", value, { date: text });
      else if (!/^\d{4}(?:-\d{2})?(?:-\d{2})?(?:T.*)?$/.test(text) || Number.isNaN(Date.parse(text)))
        report("TYPE_MISMATCH_DATE", value);
    }
    if (plain === "BinaryEquals" && !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
      report("TYPE_MISMATCH_STRING", value, { operator });
    }
    if (plain.endsWith("IpAddress")) checkRange(condition, value, report);
    if (lower === "aws:requestedregion" && plain.startsWith("String") && !/[*?]/.test(text) && !isKnownRegion(text)) {
      report("INVALID_REGION", value, { region: text });
    }
    if (lower === "aws:sourcevpc" && !/[*?]/.test(text) && !/^vpc-(?:[a-z0-9]{8}|[a-z0-9]{17})$/.test(text))
      report("INVALID_VPC_FORMAT", value);
    if (lower === "aws:sourcevpce" && !/[*?]/.test(text) && !/^vpce-(?:[a-z0-9]{8}|[a-z0-9]{17})$/.test(text))
      report("INVALID_VPCE_FORMAT", value);
    if (
      lower === "s3:x-amz-server-side-encryption-aws-kms-key-id" &&
      !/^arn:[^:]+:kms:[^:]+:[^:]+:(?:key\/|\*)/.test(text) &&
      !text.startsWith("*")
    ) {
      report("INVALID_KMS_KEY_VALUE", value, { key });
    }
  }
  if (plain.endsWith("IpAddress") && lower === "aws:sourceip") checkPrivate(condition, report);
  checkNumbers(condition, report);
}

function checkRange({ operator }: ConditionPart, value: ConditionPart["values"][number], report: Report): void {
  const range = cidr(value.text);
  if (range === undefined) report("TYPE_MISMATCH_IP_RANGE", value, { operator });
  else if (range.network !== value.text.split("/")[0] && isIP(range.network) === 4) {
    report("IMPROVE_IP_RANGE", value, { addr: `${range.network}/${range.bits}` });
  }
}

function checkPrivate(condition: ConditionPart, report: Report): void {
  const ranges = condition.values.filter(({ text }) => cidr(text) !== undefined);
  const own = ranges.filter(({ text }) => isPrivateRange(text));
  if (own.length === 0) return;
  const isNegated = condition.plain === "NotIpAddress";
  if (own.length === ranges.length) report(isNegated ? "PRIVATE_NOT_IP_ADDRESS" : "PRIVATE_IP_ADDRESS", condition);
  else report(isNegated ? "PRIVATE_NOT_IP_ADDRESS_SUBSET" : "PRIVATE_IP_ADDRESS_SUBSET", own);
}

function checkNumbers(condition: ConditionPart, report: Report): void {
  const { plain, values, operator, key } = condition;
  if (!/^(?:Numeric|Date)(?:Less|Greater)Than(?:Equals)?$/.test(plain) || values.length < 2) return;
  report("REDUNDANT_CONDITION_VALUE_NUM", condition, {
    operator,
    key,
    end: plain.includes("Less") ? "greatest" : "least",
  });
}

/** Wildcards where they are plain characters, and where they leave nothing to be asked. */
function checkWildcards(condition: ConditionPart, report: Report): void {
  const { plain, values, operator, key, isIfExists, quantifier } = condition;
  if (/^String(?:Not)?Equals(?:IgnoreCase)?$/.test(plain)) {
    const wild = values.filter(({ text }) => /[*?]/.test(text.replaceAll(/\$\{[*?$]\}/g, "")));
    if (wild.length > 0) report("WILDCARD_WITHOUT_LIKE_OPERATOR", wild);
  }
  if (!/^(?:String|Arn)(?:Not)?Like$/.test(plain) || !values.some(({ text }) => text === "*")) return;
  const facts = { key, operator, recommendedKey: key };
  const isNegated = plain.includes("Not");
  if (isIfExists || quantifier === "ForAllValues") {
    if (!isNegated) report("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", condition.name, facts);
    else report("EQUIVALENT_TO_NULL_TRUE", condition.name, facts);
  } else if (quantifier === "ForAnyValue" && isNegated)
    report("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", condition.name, facts);
  else report(isNegated ? "EQUIVALENT_TO_NULL_TRUE" : "EQUIVALENT_TO_NULL_FALSE", condition.name, facts);
}

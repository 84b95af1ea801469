// Condition keys: that they exist, that operators are of their types, and that the actions of their statement have them.

import { compilePattern } from "../patterns.ts";
import {
  findAction,
  globalConditionKeys,
  serviceAuthorization,
  type KeyType,
  type ServiceAction,
  type ServiceAuthorization,
} from "../service-authorization.ts";
import { isOperator } from "./conditions.ts";
import type { Check, ConditionPart, PolicyView, Report, StatementView, TextPart } from "./policy-view.ts";

/** Keys that end with the name of a tag. */
const TAG_KEYS = ["aws:principaltag", "aws:requesttag", "aws:resourcetag"];
/** AWS: "can be spoofed/manipulated by the caller": "AWS global condition context keys" says so of these two. */
const UNTRUSTWORTHY = new Set(["aws:referer", "aws:useragent"]);
/** AWS: the check's page: aws:VpcSourceIp wants aws:SourceVpc beside it. */
const PAIRS: ReadonlyMap<string, readonly string[]> = new Map([["aws:vpcsourceip", ["aws:SourceVpc"]]]);
/** Global keys that are in no list of the reference, but in policies. */
const MORE_GLOBAL_KEYS: ReadonlyMap<string, KeyType> = new Map([["aws:arn", "ARN"]]);

export const checkConditionKeys: Check = (policy, report) => {
  for (const statement of policy.statements) {
    for (const condition of statement.conditions) {
      checkKey(condition, report);
      checkUse(policy, statement, condition, report);
    }
  }
};

/** The type of a key; undefined for one that there is not. */
function typeOf(key: string): KeyType | undefined {
  const lower = key.toLowerCase();
  for (const tag of TAG_KEYS) if (lower.startsWith(`${tag}/`)) return "String";
  const global = globalConditionKeys().get(lower) ?? MORE_GLOBAL_KEYS.get(lower);
  if (global !== undefined) return global;
  const service = serviceAuthorization(lower.split(":")[0] ?? "") ?? serviceAuthorization("sts");
  return service && typeIn(service, lower);
}

function typeIn({ conditionKeys }: ServiceAuthorization, lower: string): KeyType | undefined {
  const exact = conditionKeys.get(lower);
  if (exact !== undefined) return exact;
  for (const [known, type] of conditionKeys) if (isKey(known, lower)) return type;
  return undefined;
}

/** True if a key is meant by a known one, which may leave a part open: "ec2:ResourceTag/${TagKey}". */
function isKey(known: string, key: string): boolean {
  const pattern = known.toLowerCase().replaceAll(/\$\{[^}]*\}|<[^>]*>/g, "*");
  return (
    pattern === key ||
    (pattern.includes("*") && compilePattern(pattern, { hasVariables: false }).matches(key, () => undefined))
  );
}

function checkKey(condition: ConditionPart, report: Report): void {
  const { key, name } = condition;
  const lower = key.toLowerCase();
  const [prefix = "", rest] = key.split(":", 2);
  if (rest === undefined || rest === "" || prefix === "") return report("INVALID_CONDITION_KEY_FORMAT", name);
  const tag = TAG_KEYS.find((each) => lower === each || lower === `${each}/`);
  if (tag !== undefined) {
    const conditionKeyName = key.endsWith("/") ? key : `${key}/`;
    return report("MISSING_TAG_KEY_IN_CONDITION", name, { conditionKeyName });
  }
  if (lower === "aws:arn") report("DEPRECATED_GLOBAL_CONDITION_KEY", name);
  if (UNTRUSTWORTHY.has(lower)) report("UNTRUSTWORTHY_CONDITION_KEY", name, { key });
  const type = typeOf(key);
  if (type === undefined) {
    if (lower.startsWith("aws:")) report("INVALID_GLOBAL_CONDITION_KEY", name, { key });
    // Keys of tokens begin with the name of whoever issues them, which may be anybody's.
    else if (!prefix.includes(".") && prefix !== "saml") {
      const service = serviceAuthorization(prefix.toLowerCase());
      if (service === undefined) report("INVALID_SERVICE", name, { service: prefix });
      else report("INVALID_SERVICE_CONDITION_KEY", name, { key, service: prefix });
    }
    return;
  }
  checkType(condition, type, report);
}

const OPERATOR_TYPES: readonly (readonly [beginning: RegExp, types: readonly KeyType[]])[] = [
  [/^String/, ["String", "ArrayOfString", "ARN", "ArrayOfARN"]],
  [/^Arn/, ["ARN", "ArrayOfARN", "String", "ArrayOfString"]],
  [/^Numeric/, ["Numeric", "Date"]],
  [/^Date/, ["Date", "Numeric"]],
  [/^Bool/, ["Bool", "ArrayOfBool"]],
  [/IpAddress$/, ["IPAddress"]],
  [/^Binary/, ["String"]],
];

const ALLOWED: Readonly<Record<KeyType, string>> = {
  ARN: "ArnLike",
  ArrayOfARN: "ArnLike",
  ArrayOfBool: "Bool",
  ArrayOfString: "String",
  Bool: "Bool",
  Date: "Date",
  IPAddress: "IpAddress",
  Numeric: "Numeric",
  String: "String",
};

function checkType(condition: ConditionPart, type: KeyType, report: Report): void {
  const { plain, operator, quantifier, key, name } = condition;
  if (!isOperator(plain) || plain === "Null") return;
  const types = OPERATOR_TYPES.find(([beginning]) => beginning.test(plain))?.[1] ?? [];
  const facts = { allowed: ALLOWED[type], operator, key };
  if (!types.includes(type)) report("TYPE_MISMATCH", name, facts);
  else if (type === "ARN" && plain === "StringLike")
    report("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", name, facts);
  const isMany = type.startsWith("ArrayOf");
  if (isMany && quantifier === undefined) report("MISSING_QUALIFIER", name, { key });
  if (!isMany && quantifier === "ForAllValues" && !/:(?:aud|oaud)$/i.test(key))
    report("FORALLVALUES_WITH_SINGLE_VALUED_KEY", name, { key });
}

function checkUse(policy: PolicyView, statement: StatementView, condition: ConditionPart, report: Report): void {
  const { key, name, plain } = condition;
  const lower = key.toLowerCase();
  const keys = new Set(statement.conditions.map((each) => each.key.toLowerCase()));
  const pair = PAIRS.get(lower)?.filter((each) => !keys.has(each.toLowerCase())) ?? [];
  if (pair.length > 0)
    report("MISSING_PAIRED_CONDITION_KEYS", name, { conditionKeyName: key, recommendedKeys: pair.join(", ") });
  if (lower === "dynamodb:attributes" && statement.effect === "Allow" && !keys.has("dynamodb:select")) {
    report("DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", name);
  }
  const isNegated = plain.includes("Not");
  if (lower === "s3:prefix" && plain.startsWith("String") && (statement.effect === "Deny") !== isNegated) {
    report("S3_PREFIX_IN_NEGATIVE_CONTEXT", name);
  }
  if (lower === "s3:resourceaccount" && policy.resourceType?.startsWith("AWS::S3::") === true) {
    report("IRRELEVANT_CONDITION_KEY_IN_POLICY", name, { condition_key: key, resource_type: policy.resourceType });
  }
  if (lower.startsWith("aws:resourcetag/")) checkTagSupport(statement, condition, report);
  else if (!lower.startsWith("aws:") && typeOf(key) !== undefined && plain !== "Null")
    checkSupport(statement, condition, report);
}

/** AWS: "If the Action element has actions with wildcards, IAM Access Analyzer doesn't evaluate those actions for this error." */
function checkSupport(statement: StatementView, condition: ConditionPart, report: Report): void {
  const lower = condition.key.toLowerCase();
  const without = statement.texts("Action").filter(({ text }) => {
    const action = findAction(text);
    return action !== undefined && !supports(action, action.service, lower);
  });
  if (without.length === 0) return;
  const facts = { actions: without.map(({ text }) => text).join(", "), key: condition.key };
  report("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", [...without, condition], facts);
}

function supports(action: ServiceAction, service: ServiceAuthorization, key: string): boolean {
  const ofTypes = action.resourceTypes.flatMap(({ name }) => service.resourceTypes.get(name)?.conditionKeys ?? []);
  return [...action.conditionKeys, ...ofTypes].some((known) => isKey(known, key));
}

/** Tags of resources that an action does not know: the condition never holds, or holds for nothing. */
function checkTagSupport(statement: StatementView, condition: ConditionPart, report: Report): void {
  const { effect } = statement;
  if (effect === undefined || condition.isIfExists || condition.plain.includes("Not") || condition.plain === "Null")
    return;
  const conditionKeyName = condition.key;
  const notAction = statement.element("NotAction");
  if (notAction !== undefined) {
    const code =
      effect === "Deny"
        ? "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"
        : "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE";
    return report(code, [notAction, condition.name], { conditionKeyName });
  }
  const without = statement.texts("Action").filter((action) => !knowsTags(action, condition.key.toLowerCase()));
  if (without.length === 0) return;
  const serviceNames = [...new Set(without.map(({ text }) => text.split(":")[0]?.toLowerCase() ?? ""))].join(", ");
  const code =
    effect === "Deny"
      ? "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"
      : "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE";
  report(code, [...without, condition.name], { conditionKeyName, serviceNames });
}

/** What is not known, or is about several actions of which one has tags, is left alone. */
function knowsTags({ text }: TextPart, key: string): boolean {
  const [prefix = "", name = ""] = text.toLowerCase().split(":", 2);
  const service = serviceAuthorization(prefix);
  if (service === undefined) return true;
  const pattern = compilePattern(name, { hasVariables: false });
  const meant = [...service.actions].filter(([known]) => pattern.matches(known, () => undefined));
  return meant.length === 0 || meant.some(([, action]) => supports(action, service, key));
}

// Choice states. Pure. AWS: developer guide, "Choice workflow state".

import { COMPARISONS, type Comparison } from "./comparisons.ts";
import { readDataflow, readVariables, type StateBase } from "./dataflow.ts";
import type { ChoiceRule, ChoiceState, ChoiceTest } from "./machine.ts";
import { allowFields, oneAtMost, readObject, requireFields, type Fields, type StateReading } from "./reading.ts";
import { checkLanguage } from "./state-language.ts";
import { readReferencePath, readStringTemplate, readTemplate } from "./templates.ts";
import { isTimestamp } from "./wait.ts";

/** AWS: in this order in the message. */
const TESTS = ["And", "Or", "Not", "Variable", "Condition"] as const;
const RULE_FIELDS: ReadonlySet<string> = new Set([
  ...TESTS,
  ...COMPARISONS.keys(),
  "Assign",
  "Comment",
  "Next",
  "Output",
]);
/** Of rules within rules. */
const TEST_FIELDS: ReadonlySet<string> = new Set([...TESTS, ...COMPARISONS.keys(), "Comment"]);

export function readChoice(fields: Fields, reading: StateReading, base: StateBase): ChoiceState {
  requireFields(fields, ["Choices"], reading);
  const given = fields.list("Choices") ?? [];
  if (fields.has("Choices") && given.length === 0)
    reading.findings.schema("Value cannot be empty", fields.place("Choices"));
  const choices = given.flatMap((value, index) => {
    const rule = readObject(value, `${fields.place("Choices")}[${index}]`, reading.findings);
    return rule === undefined ? [] : (readRule(rule, reading) ?? []);
  });
  const otherwise = fields.text("Default");
  return {
    ...base,
    ...readDataflow(fields, reading),
    ...readVariables(fields, reading),
    type: "Choice",
    choices,
    ...(otherwise === undefined ? {} : { default: otherwise }),
  };
}

function readRule(rule: Fields, reading: StateReading): ChoiceRule | undefined {
  checkLanguage(rule, reading);
  allowFields(rule, RULE_FIELDS, reading);
  requireFields(rule, ["Next"], reading);
  const test = readTest(rule, reading);
  const output = reading.language === "JSONata" ? readTemplate(rule, "Output", reading) : undefined;
  const variables = readVariables(rule, reading);
  const next = rule.text("Next");
  if (test === undefined || next === undefined) return undefined;
  return { test, next, ...(output === undefined ? {} : { output }), ...variables };
}

function readTest(fields: Fields, reading: StateReading): ChoiceTest | undefined {
  const given = TESTS.filter((name) => fields.has(name));
  const [name] = given;
  if (given.length !== 1 || name === undefined) {
    reading.findings.schema(`The object must have only one of the following fields, [${TESTS.join(", ")}]`, fields.at);
    return undefined;
  }
  if (name === "Condition") return readCondition(fields, reading);
  if (name === "Variable") return readComparison(fields, reading);
  if (name === "Not") {
    const test = readInner(fields.raw("Not"), fields.place("Not"), reading);
    return test === undefined ? undefined : { kind: "not", test };
  }
  const list = fields.list(name) ?? [];
  if (list.length === 0) reading.findings.schema("Value cannot be empty", fields.place(name));
  const tests = list.flatMap((value, index) => readInner(value, `${fields.place(name)}[${index}]`, reading) ?? []);
  return { kind: name === "And" ? "and" : "or", tests };
}

function readInner(value: unknown, at: string, reading: StateReading): ChoiceTest | undefined {
  const fields = readObject(value, at, reading.findings);
  if (fields === undefined) return undefined;
  checkLanguage(fields, reading);
  allowFields(fields, TEST_FIELDS, reading);
  return readTest(fields, reading);
}

function readCondition(fields: Fields, reading: StateReading): ChoiceTest | undefined {
  if (reading.language !== "JSONata") return undefined;
  const value = fields.raw("Condition");
  if (typeof value === "boolean") return { kind: "condition", condition: { kind: "literal", value } };
  const condition = readStringTemplate(fields, "Condition", reading);
  return condition === undefined ? undefined : { kind: "condition", condition };
}

function readComparison(fields: Fields, reading: StateReading): ChoiceTest | undefined {
  const given = [...COMPARISONS.keys()].filter((name) => fields.has(name));
  const variable = readReferencePath(fields, "Variable", reading, { mayBeContext: true });
  const [name] = given;
  const comparison = name === undefined ? undefined : COMPARISONS.get(name);
  if (name === undefined || comparison === undefined) {
    // The wording is ours: the service lists all comparisons.
    reading.findings.schema("This object should have only one of the comparison fields", fields.at);
    return undefined;
  }
  if (!oneAtMost(fields, given, reading)) return undefined;
  const operand = readOperand(fields, name, comparison, reading);
  if (variable === undefined || operand === undefined) return undefined;
  return { kind: "compare", variable, operator: name.replace(/Path$/, ""), operand };
}

type Operand = Extract<ChoiceTest, { readonly kind: "compare" }>["operand"];

function readOperand(fields: Fields, name: string, comparison: Comparison, reading: StateReading): Operand | undefined {
  if (comparison === "path") {
    const path = readReferencePath(fields, name, reading, { mayBeContext: true });
    return path === undefined ? undefined : { path };
  }
  const value = readConstant(fields, name, comparison, reading);
  return value === undefined ? undefined : { value };
}

function readConstant(
  fields: Fields,
  name: string,
  comparison: Exclude<Comparison, "path">,
  { findings }: StateReading,
): string | number | boolean | undefined {
  if (comparison === "boolean") return fields.flag(name);
  if (comparison === "number") return fields.decimal(name);
  const value = fields.text(name);
  if (comparison === "timestamp" && value !== undefined && !isTimestamp(value))
    findings.schema("String does not match RFC3339 timestamp", fields.place(name));
  return value;
}

// A definition in the Amazon States Language: its text becomes a machine that can be walked, or findings that say why it does not.
// AWS: "Amazon States Language" (states-language.net), and the developer guide of Step Functions.

import { createFindings, type Finding, type Findings } from "./findings.ts";
import { readJson } from "./json-text.ts";
import { loadJsonata, type CheckExpression } from "./jsonata.ts";
import type { Machine, MachineType } from "./machine.ts";
import { allowFields, isObject, readObject, type Fields, type Reading } from "./reading.ts";
import { checkLanguageName, languageOf } from "./state-language.ts";
import { readFlow } from "./states.ts";
import { checkTransitions } from "./transitions.ts";
import { checkScopes } from "./variables.ts";

/** What a definition comes to. */
export interface ParsedDefinition {
  /** Undefined where there are errors. */
  readonly machine: Machine | undefined;
  /** Errors and warnings. */
  readonly findings: readonly Finding[];
  /** By state: the variables that it reads, in the order of their names. */
  readonly variableReferences: ReadonlyMap<string, readonly string[]>;
}

const MACHINE_FIELDS: ReadonlySet<string> = new Set(
  "Comment QueryLanguage StartAt States TimeoutSeconds Version".split(" "),
);
// LIMIT: AWS: "TimeoutSeconds": 99999999 at most.
const LONGEST = 99_999_999;

/** Parses a definition. Never throws for what a definition says. */
export async function parseDefinition(text: string, machineType: MachineType): Promise<ParsedDefinition> {
  // Loading the parser of expressions takes a while: only definitions that can have some wait for it.
  const checkExpression = text.includes("{%") ? await loadJsonata() : NO_EXPRESSIONS;
  return parseWith(text, machineType, checkExpression);
}

const NO_EXPRESSIONS: CheckExpression = () => ({ faults: [], variables: new Set() });

function parseWith(text: string, machineType: MachineType, checkExpression: CheckExpression): ParsedDefinition {
  const findings = createFindings();
  const reads = new Map<string, Set<string>>();
  const fields = readText(text, findings);
  const machine =
    fields === undefined ? undefined : readMachine(fields, { machineType, checkExpression, reads, findings });
  // AWS: ways through the machine are looked at when its form is right. (Inferred.)
  if (machine !== undefined && !findings.hasErrors) {
    checkTransitions(machine, findings);
    checkScopes(machine, findings);
  }
  return {
    machine: findings.hasErrors ? undefined : machine,
    findings: findings.all,
    variableReferences: new Map([...reads].map(([state, names]) => [state, [...names].sort()])),
  };
}

function readText(text: string, findings: Findings): Fields | undefined {
  if (text.trim() === "") {
    // AWS: MISSING_DESCRIPTION: "Received a null or empty workflow input." The message's wording is the documentation's.
    findings.error("MISSING_DESCRIPTION", "Received a null or empty workflow input.");
    return undefined;
  }
  const read = readJson(text);
  if ("code" in read) {
    findings.error(read.code, read.message, read.source);
    return undefined;
  }
  if (isObject(read.value)) return readObject(read.value, "/", findings);
  findings.error("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object");
  return undefined;
}

function readMachine(
  fields: Fields,
  {
    reads,
    ...given
  }: Pick<Reading, "checkExpression" | "findings" | "machineType"> & { readonly reads: Map<string, Set<string>> },
): Machine | undefined {
  const queryLanguage = languageOf(fields, "JSONPath");
  const reading: Reading = {
    ...given,
    queryLanguage,
    reads(stateName, variable) {
      const names = reads.get(stateName) ?? new Set();
      reads.set(stateName, names.add(variable));
    },
  };
  allowFields(fields, MACHINE_FIELDS, reading);
  checkLanguageName(fields);
  const comment = fields.text("Comment");
  const version = fields.word("Version", ["1.0"]);
  const timeoutSeconds = fields.integer("TimeoutSeconds", { least: 1, most: LONGEST });
  const flow = readFlow(fields, reading);
  if (flow === undefined) return undefined;
  return {
    ...flow,
    ...(comment === undefined ? {} : { comment }),
    queryLanguage,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    version: version ?? "1.0",
  };
}

// Payloads with places that are filled in: paths and intrinsic functions in fields whose names end in ".$", JSONata between "{%" and "%}". Pure.
// AWS: developer guide, "Manipulate parameters in Step Functions workflows", "Writing JSONata expressions in JSON strings".

import { parseIntrinsic, pathsOf } from "./intrinsics.ts";
import { isReferencePath, parsePath, type Path } from "./paths.ts";
import { INPUT_ONLY, isObject, type Bounds, type Fields, type StateReading } from "./reading.ts";
import type { Assignments, PathOrNone, Quantity, Template } from "./machine.ts";
import type { StatesFields } from "./jsonata.ts";

/** A template of the state's language. */
export function readTemplate(
  fields: Fields,
  name: string,
  reading: StateReading,
  seen: StatesFields = INPUT_ONLY,
): Template | undefined {
  if (!fields.has(name)) return undefined;
  const value = fields.raw(name);
  const at = fields.place(name);
  return reading.language === "JSONata" ? expressions(value, at, reading, seen) : payload(value, at, reading);
}

/** A template that must be an object, or, in JSONata, an expression that gives one. */
export function readObjectTemplate(
  fields: Fields,
  name: string,
  reading: StateReading,
  seen: StatesFields = INPUT_ONLY,
): Template | undefined {
  const value = fields.raw(name);
  const isRight = isObject(value) || (reading.language === "JSONata" && typeof value === "string");
  if (fields.has(name) && !isRight) {
    reading.findings.schema("Expected value of type [OBJECT]", fields.place(name));
    return undefined;
  }
  return readTemplate(fields, name, reading, seen);
}

/** A string that may be JSONata. */
export function readStringTemplate(fields: Fields, name: string, reading: StateReading): Template | undefined {
  const text = fields.text(name);
  if (text === undefined) return undefined;
  return reading.language === "JSONata"
    ? expressions(text, fields.place(name), reading, INPUT_ONLY)
    : { kind: "literal", value: text };
}

function expressions(value: unknown, at: string, reading: StateReading, seen: StatesFields): Template {
  if (Array.isArray(value))
    return { kind: "array", items: value.map((item, index) => expressions(item, `${at}[${index}]`, reading, seen)) };
  if (isObject(value))
    return {
      kind: "object",
      fields: Object.entries(value).map(([name, member]) => [
        name,
        expressions(member, `${at}/${name}`, reading, seen),
      ]),
    };
  if (typeof value !== "string") return { kind: "literal", value: value as number | boolean | null };
  return expressionOrText(value, at, reading, seen);
}

function expressionOrText(text: string, at: string, reading: StateReading, seen: StatesFields): Template {
  const starts = text.startsWith("{%");
  const ends = text.endsWith("%}");
  if (starts !== ends || (starts && text.length < 4)) {
    reading.findings.schema("JSONata string must start with {% and end with %}", at);
    return { kind: "literal", value: text };
  }
  if (!starts) return { kind: "literal", value: text };
  const expression = text.slice(2, -2).trim();
  const { faults, variables } = reading.checkExpression(expression, seen);
  for (const { code, message } of faults) reading.findings.error(code, message, at);
  for (const variable of variables) reading.reads(reading.stateName, variable);
  return { kind: "expression", expression };
}

/** AWS: what is wrong in a payload is found at the template, not at the field. */
function payload(value: unknown, at: string, reading: StateReading): Template {
  if (Array.isArray(value)) return { kind: "array", items: value.map((item) => payload(item, at, reading)) };
  if (!isObject(value)) return { kind: "literal", value: value as string | number | boolean | null };
  return {
    kind: "object",
    fields: Object.entries(value).map(([name, member]) =>
      name.endsWith(".$") ? filledIn(name, member, at, reading) : [name, asItStands(name, member, at, reading)],
    ),
  };
}

function filledIn(name: string, value: unknown, at: string, reading: StateReading): readonly [string, Template] {
  const field = name.slice(0, -".$".length);
  const found = typeof value === "string" ? pathOrIntrinsic(value, reading) : undefined;
  if (found !== undefined) return [field, found];
  reading.findings.schema(
    `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
    at,
  );
  return [field, { kind: "literal", value: null }];
}

function asItStands(name: string, value: unknown, at: string, reading: StateReading): Template {
  if (typeof value === "string" && looksEvaluated(value))
    // The wording is ours.
    reading.findings.warning(
      "NO_DOLLAR",
      `The value of the field '${name}' looks like a JSONPath or an intrinsic function. Name the field '${name}.$' to have it evaluated.`,
      at,
    );
  return payload(value, at, reading);
}

/** True for what its author may have meant to be evaluated. */
export function looksEvaluated(value: string): boolean {
  return /^\$(?:$|[.[$])/.test(value) || parseIntrinsic(value) !== undefined;
}

function pathOrIntrinsic(text: string, reading: StateReading): Template | undefined {
  const path = parsePath(text);
  if (path !== undefined) return { kind: "path", path: noteReads(path, reading) };
  const call = parseIntrinsic(text);
  if (call === undefined) return undefined;
  for (const read of pathsOf(call)) noteReads(read, reading);
  return { kind: "intrinsic", call };
}

function noteReads(path: Path, reading: StateReading): Path {
  if (path.root.kind === "variable") reading.reads(reading.stateName, path.root.name);
  return path;
}

/** InputPath and OutputPath: any path, or null. */
export function readPath(fields: Fields, name: string, reading: StateReading): PathOrNone | undefined {
  if (fields.raw(name) === null) return null;
  const text = fields.text(name);
  const path = text === undefined ? undefined : parsePath(text);
  if (path !== undefined) return noteReads(path, reading);
  if (text !== undefined) reading.findings.schema("Value must be a valid JSONPath.", fields.place(name));
  return undefined;
}

/** A path that means one place. */
export function readReferencePath(
  fields: Fields,
  name: string,
  reading: StateReading,
  { mayBeContext = false, mayBeVariable = true } = {},
): Path | undefined {
  const text = fields.text(name);
  if (text === undefined) return undefined;
  const at = fields.place(name);
  if (!text.startsWith("$")) {
    reading.findings.schema("Value is not a Reference Path: Reference path didn't start with '$'", at);
    return undefined;
  }
  const path = parsePath(text);
  const isRootRight =
    path?.root.kind === "input" ||
    (path?.root.kind === "context" && mayBeContext) ||
    (path?.root.kind === "variable" && mayBeVariable);
  if (path !== undefined && isRootRight && isReferencePath(path)) return noteReads(path, reading);
  reading.findings.schema("Value is not a Reference Path", at);
  return undefined;
}

/** ResultPath: where in its input a state puts its result; null throws the result away. */
export function readResultPath(fields: Fields, reading: StateReading): PathOrNone | undefined {
  if (fields.raw("ResultPath") === null) return null;
  return readReferencePath(fields, "ResultPath", reading, { mayBeVariable: false });
}

/** Error and Cause of a Fail state by path: a path, or an intrinsic function that gives a string. */
export function readPathOrIntrinsic(fields: Fields, name: string, reading: StateReading): Template | undefined {
  const text = fields.text(name);
  const found = text === undefined ? undefined : pathOrIntrinsic(text, reading);
  if (text !== undefined && found === undefined)
    reading.findings.schema("Value must be a valid JSONPath or a valid intrinsic function call", fields.place(name));
  return found;
}

/** A number, a JSONata expression that gives one, or, as `namePath`, where it is found. */
export function readQuantity(
  fields: Fields,
  name: string,
  reading: StateReading,
  { bounds, isDecimal = false }: { readonly bounds?: Bounds; readonly isDecimal?: boolean } = {},
): Quantity | undefined {
  const path = readReferencePath(fields, `${name}Path`, reading);
  if (path !== undefined) return { kind: "path", path };
  const value = fields.raw(name);
  if (reading.language === "JSONata" && typeof value === "string" && value.startsWith("{%")) {
    const template = expressionOrText(value, fields.place(name), reading, INPUT_ONLY);
    return template.kind === "expression" ? template : undefined;
  }
  const number = isDecimal ? fields.decimal(name, bounds) : fields.integer(name, bounds);
  return number === undefined ? undefined : { kind: "number", value: number };
}

const NAME = /^[\p{ID_Start}][\p{ID_Continue}]*$/u;
// LIMIT: AWS: "Variable names": 80 characters of Unicode at most.
const LONGEST_NAME = 80;

/** Assign: which variables a state writes. */
export function readAssign(
  fields: Fields,
  reading: StateReading,
  seen: StatesFields = INPUT_ONLY,
): Assignments | undefined {
  const template = readObjectTemplate(fields, "Assign", reading, seen);
  if (template?.kind !== "object") return undefined;
  const at = fields.place("Assign");
  for (const [name] of template.fields) checkVariableName(name, at, reading);
  return new Map(template.fields);
}

function checkVariableName(name: string, at: string, { findings }: StateReading): void {
  if (name === "states") findings.error("RESERVED_VARIABLE_NAME", "Cannot assign to reserved variable '$states'.", at);
  else if (!NAME.test(name))
    findings.error(
      "INVALID_VARIABLE_NAME",
      `Invalid variable name '${name}': the variable name contains invalid characters.`,
      at,
    );
  // The wording is ours.
  else if (Array.from(name).length > LONGEST_NAME)
    findings.error("INVALID_VARIABLE_NAME", `Invalid variable name '${name}': the variable name is too long.`, at);
}

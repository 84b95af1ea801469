// EventBridge's pattern language: which events a rule, an archive, a pipe or an event source mapping wants. A pattern is
// compiled once and then asked for each event. Pure. Operators are in operators.ts.
//
// AWS: "Amazon EventBridge event patterns" and its pages on arrays, null values and comparison operators; reasons of refusals
// are those of the open-source engine that the service runs on (aws/event-ruler). DEVIATION: AWS adds the line and column.

import { type EventValue, EventPatternError, type Operator, parseCondition } from "./operators.ts";

export { EventPatternError } from "./operators.ts";

/** A compiled pattern. */
export interface EventPattern {
  /** Whether the event, as parsed JSON, is wanted. */
  matches(event: unknown): boolean;
}

/** How a pattern is read. */
export interface PatternOptions {
  /** Operators of the language that this place does not have: filters of pipes and mappings know no wildcards, say. */
  readonly without?: readonly Operator[];
}

/** A test of one field: its leaf values, and the whole event for those that ask for absence. */
type FieldTest = (values: readonly EventValue[], event: unknown) => boolean;

/** An object of the pattern: each of its fields must match, and of each `$or` one branch. */
interface Node {
  readonly fields: readonly (readonly [name: string, rule: Node | FieldTest])[];
  readonly alternatives: readonly (readonly Node[])[];
}

// AWS: "Using $or": a pattern may have at most 1,000 combinations of its alternatives.
const MOST_COMBINATIONS = 1000;

/** Compiles a pattern from its JSON text; throws an EventPatternError. */
export function parseEventPattern(text: string, { without = [] }: PatternOptions = {}): EventPattern {
  const refused = new Set<string>(without);
  const pattern = parseJson(text);
  if (!isObject(pattern)) throw new EventPatternError("Filter is not an object");
  const root = parseNode(pattern, [], refused);
  if (combinations(root) > MOST_COMBINATIONS)
    throw new EventPatternError(`Rule is too complex - the number of $or combinations exceeds ${MOST_COMBINATIONS}`);
  return { matches: (event) => matchesNode(root, event, event) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EventPatternError("Invalid JSON");
  }
}

function parseNode(
  object: Readonly<Record<string, unknown>>,
  path: readonly string[],
  refused: ReadonlySet<string>,
): Node {
  const entries = Object.entries(object);
  if (entries.length === 0) throw new EventPatternError("Empty objects are not allowed");
  const fields: [string, Node | FieldTest][] = [];
  const alternatives: (readonly Node[])[] = [];
  for (const [name, rule] of entries) {
    const below = [...path, name];
    if (name === "$or") alternatives.push(parseAlternatives(rule, path, refused));
    else if (Array.isArray(rule)) fields.push([name, parseField(rule, below, refused)]);
    else if (isObject(rule)) fields.push([name, parseNode(rule, below, refused)]);
    else throw new EventPatternError(`"${name}" must be an object or an array`);
  }
  return { fields, alternatives };
}

function parseAlternatives(rule: unknown, path: readonly string[], refused: ReadonlySet<string>): readonly Node[] {
  if (!Array.isArray(rule)) throw new EventPatternError("It must be an Array followed with $or.");
  if (!rule.every(isObject)) throw new EventPatternError("Only JSON object is allowed in array of $or relationship.");
  if (rule.length < 2) throw new EventPatternError("There must have at least 2 Objects in $or relationship.");
  return rule.map((branch) => parseNode(branch, path, refused));
}

function parseField(rule: readonly unknown[], path: readonly string[], refused: ReadonlySet<string>): FieldTest {
  if (rule.length === 0) throw new EventPatternError("Empty arrays are not allowed");
  const conditions = rule.map((condition) => parseCondition(condition, refused));
  const isAbsenceWanted = conditions.includes("absent");
  const tests = conditions.filter((condition) => condition !== "absent");
  return (values, event) =>
    values.some((value) => tests.some((test) => test(value))) || (isAbsenceWanted && !hasLeaf(event, path));
}

/** What the alternatives of an object multiply to. */
function combinations({ fields, alternatives }: Node): number {
  const below = fields.map(([, rule]) => (typeof rule === "function" ? 1 : combinations(rule)));
  const chosen = alternatives.map((branches) => branches.reduce((sum, branch) => sum + combinations(branch), 0));
  return [...below, ...chosen].reduce((product, count) => product * count, 1);
}

// AWS: "Arrays in event patterns": an array in the event matches if one of its elements does, and all fields of one object of
// the pattern must then match within the same element.
function matchesNode(node: Node, value: unknown, event: unknown): boolean {
  if (Array.isArray(value)) return value.some((element) => matchesNode(node, element, event));
  const object = isObject(value) ? value : undefined;
  return (
    node.fields.every(([name, rule]) => {
      const member = object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
      if (typeof rule !== "function") return matchesNode(rule, member, event);
      return rule(member === undefined ? [] : leavesOf(member), event);
    }) && node.alternatives.every((branches) => branches.some((branch) => matchesNode(branch, object, event)))
  );
}

/** The values of a field to which operators apply: themselves, or the scalars of an array; never objects. */
function leavesOf(value: unknown): readonly EventValue[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isObject(value) ? [] : [value as EventValue];
}

// AWS: "Exists matching" works on leaf nodes only: what has an object there, or only empty arrays, has no leaf.
function hasLeaf(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((element) => hasLeaf(element, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return !isObject(value);
  return isObject(value) && Object.hasOwn(value, name) && hasLeaf(value[name], rest);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

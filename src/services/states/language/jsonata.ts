// JSONata expressions: their syntax, and what they read. The only file that knows the library, which is loaded by the first definition that
// has expressions (decision 0026).
// AWS: developer guide, "Transforming data with JSONata in Step Functions"; codes and messages are recorded from the service.

import type { ExprNode } from "jsonata";

/** What is wrong with an expression, and which variables it reads that it does not bind itself. */
export interface CheckedExpression {
  readonly faults: readonly { readonly code: string; readonly message: string }[];
  /** Without "$". */
  readonly variables: ReadonlySet<string>;
}

export type CheckExpression = (expression: string, fields: StatesFields) => CheckedExpression;

/** What "$states" has beside its input and the context. */
export type StatesFields = ReadonlySet<"result" | "errorOutput">;

/** Loads the parser. */
export async function loadJsonata(): Promise<CheckExpression> {
  const { default: jsonata } = await import("jsonata");
  return (expression, fields) => {
    try {
      return inspect(jsonata(expression).ast(), fields);
    } catch (error) {
      return { faults: [{ code: "INVALID_JSONATA_EXPRESSION", message: messageOf(error) }], variables: new Set() };
    }
  };
}

/** AWS: the parser's own message, without its code. */
function messageOf(error: unknown): string {
  if (error instanceof RangeError) return "The expression is nested too deeply";
  const message = (error as { readonly message?: unknown } | null)?.message;
  return typeof message === "string" ? message : "The expression cannot be parsed";
}

/** Nodes as the parser makes them: they have more members than the library's types know. */
interface Node extends Readonly<Record<string, unknown>> {
  readonly type?: string;
  readonly value?: unknown;
}

interface Walk {
  readonly faults: { code: string; message: string }[];
  readonly variables: Set<string>;
  readonly fields: StatesFields;
}

function inspect(ast: ExprNode, fields: StatesFields): CheckedExpression {
  const walk: Walk = { faults: [], variables: new Set(), fields };
  visit(ast, { isTop: true, bound: new Set() }, walk);
  return walk;
}

interface Place {
  /** Whether names are looked up in the context item, which Step Functions does not give. */
  readonly isTop: boolean;
  /** Variables that the expression binds itself. Grows along a block. */
  readonly bound: Set<string>;
}

function visit(node: unknown, place: Place, walk: Walk): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, place, walk);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const { type, ...members } = node as Node;
  switch (type) {
    case "path":
      visitPath(node as Node, place, walk);
      return;
    case "name":
      if (place.isTop)
        unsupported(`Reference to '${String(members["value"])}' at the top level is not supported.`, walk);
      break;
    case "variable":
      visitVariable(String(members["value"]), place, walk);
      break;
    case "block":
      visit(members["expressions"], { ...place, bound: new Set(place.bound) }, walk);
      visitSteps(node as Node, place, walk);
      return;
    case "bind": {
      visit(members["rhs"], place, walk);
      place.bound.add(String((members["lhs"] as Node | undefined)?.value));
      return;
    }
    case "lambda": {
      const names = ((members["arguments"] ?? []) as readonly Node[]).map(({ value }) => String(value));
      visit(members["body"], { ...place, bound: new Set([...place.bound, ...names]) }, walk);
      return;
    }
    default:
      break;
  }
  for (const [name, member] of Object.entries(members))
    if (name === "predicate" || name === "stages" || name === "group") visit(member, { ...place, isTop: false }, walk);
    else if (name !== "value") visit(member, place, walk);
}

/** Only the first step of a path reads the context item; all that follows reads what the step before gave. */
function visitPath(path: Node, place: Place, walk: Walk): void {
  const [first, ...later] = (path["steps"] ?? []) as readonly Node[];
  if (first?.type === "variable" && first.value === "states" && !place.bound.has("states"))
    checkStatesField(later[0], walk);
  visit(first, place, walk);
  visit(later, { ...place, isTop: false }, walk);
  visitSteps(path, place, walk);
}

function visitSteps(node: Node, place: Place, walk: Walk): void {
  for (const name of ["group", "predicate", "stages", "terms"]) visit(node[name], { ...place, isTop: false }, walk);
}

function visitVariable(name: string, place: Place, walk: Walk): void {
  // "$" alone is the context item: none at the top, and bound by what a path or a filter runs over.
  if (name === "") return;
  if (name === "$") {
    unsupported("Reference to '$$' is not supported.", walk);
    return;
  }
  if (name !== "states" && !place.bound.has(name) && !FUNCTIONS.has(name)) walk.variables.add(name);
}

function checkStatesField(step: Node | undefined, walk: Walk): void {
  if (step?.type !== "name") return;
  const field = String(step.value);
  if (field === "input" || field === "context" || walk.fields.has(field as "result")) return;
  unsupported(`Field '$states.${field}' does not exist.`, walk);
}

/** One finding for each message: a name that is read twice is one mistake. */
function unsupported(message: string, walk: Walk): void {
  if (walk.faults.some((fault) => fault.message === message)) return;
  walk.faults.push({ code: "UNSUPPORTED_JSONATA_EXPRESSION", message });
}

/** AWS: JSONata's own functions, but for $eval, and Step Functions' "$partition", "$range", "$hash", "$random", "$uuid", "$parse". */
const FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent distinct each " +
    "encodeUrl encodeUrlComponent error eval exists filter floor formatBase formatInteger formatNumber fromMillis hash join keys length " +
    "lookup lowercase map match max merge millis min not now number pad parse parseInteger partition power random range reduce replace " +
    "reverse round shuffle sift single sort split spread sqrt string substring substringAfter substringBefore sum toMillis trim type " +
    "uppercase uuid zip"
  ).split(" "),
);

// Updates with their placeholders resolved: the checks that need values, and the item that comes out.
// AWS: Developer Guide, "Using update expressions in DynamoDB"; the order of the checks follows dynalite's test-suite.

import { calculate } from "../values/decimal.ts";
import { setMembers } from "../values/compare.ts";
import {
  attributeOf,
  setAttribute,
  typeOf,
  type AttributeType,
  type AttributeValue,
  type Item,
} from "../values/attribute-value.ts";
import { ExpressionError, type Operand, type SetValue, type UpdateAction } from "./ast.ts";
import { checkOverlap, valueAt } from "./paths.ts";
import type { BoundPath, Placeholders } from "./placeholders.ts";
import { UPDATE_FUNCTIONS } from "./update-grammar.ts";

export type BoundSetValue =
  | { readonly kind: "path"; readonly path: BoundPath }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "if_not_exists"; readonly path: BoundPath; readonly otherwise: BoundSetValue }
  | { readonly kind: "+" | "-" | "list_append"; readonly left: BoundSetValue; readonly right: BoundSetValue };

export type BoundAction =
  | { readonly kind: "set"; readonly path: BoundPath; readonly value: BoundSetValue }
  | { readonly kind: "remove"; readonly path: BoundPath }
  | { readonly kind: "add" | "delete"; readonly path: BoundPath; readonly value: AttributeValue };

/** An update that cannot be applied to the item it meets. The message is AWS's, complete. */
export class UpdateError extends Error {
  override readonly name = "UpdateError";
}

/** Names in operand errors of ADD and DELETE. */
const LONG_TYPE_NAMES: Readonly<Partial<Record<AttributeType, string>>> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  NULL: "NULL",
  BOOL: "BOOLEAN",
  L: "LIST",
  M: "MAP",
};

/** Resolves placeholders and checks operands; throws an ExpressionError. */
export function bindUpdate(actions: readonly UpdateAction[], placeholders: Placeholders): readonly BoundAction[] {
  // AWS: all names before all values, then overlaps, then operands of ADD and DELETE, then those of functions.
  for (const action of actions) resolveNames(action, placeholders);
  const operandErrors: ExpressionError[] = [];
  const bound = actions.map((action): BoundAction => {
    const path = placeholders.path(action.path);
    if (action.kind === "remove") return { kind: "remove", path };
    if (action.kind === "set")
      return { kind: "set", path, value: bindSetValue(action.value, placeholders, operandErrors) };
    return { kind: action.kind, path, value: placeholders.value(action.value.name) };
  });
  checkOverlap(bound.map((action) => action.path));
  for (const action of bound) {
    if (action.kind !== "add" && action.kind !== "delete") continue;
    const type = typeOf(action.value);
    if (LONG_TYPE_NAMES[type] !== undefined && !(action.kind === "add" && type === "N"))
      throw new ExpressionError(
        "Incorrect operand type for operator or function; " +
          `operator: ${action.kind.toUpperCase()}, operand type: ${LONG_TYPE_NAMES[type]}`,
      );
  }
  const [first] = operandErrors;
  if (first !== undefined) throw first;
  return bound;
}

function resolveNames(action: UpdateAction, placeholders: Placeholders): void {
  placeholders.path(action.path);
  if (action.kind !== "set") return;
  const visit = (operand: Operand): void => {
    if (operand.kind === "path") placeholders.path(operand);
    if (operand.kind === "function") operand.operands.forEach(visit);
  };
  if (action.value.kind === "arithmetic") [action.value.left, action.value.right].forEach(visit);
  else visit(action.value);
}

function bindSetValue(value: SetValue, placeholders: Placeholders, errors: ExpressionError[]): BoundSetValue {
  if (value.kind === "path") return { kind: "path", path: placeholders.path(value) };
  if (value.kind === "value") return { kind: "value", value: placeholders.value(value.name) };
  const operator = value.kind === "arithmetic" ? value.operator : value.name;
  const operands = value.kind === "arithmetic" ? [value.left, value.right] : value.operands;
  const [left, right] = operands.map((operand) => bindSetValue(operand, placeholders, errors));
  if (left === undefined || right === undefined || operands.length !== (UPDATE_FUNCTIONS.get(operator) ?? 2)) {
    errors.push(
      new ExpressionError(
        "Incorrect number of operands for operator or function; " +
          `operator or function: ${operator}, number of operands: ${operands.length}`,
      ),
    );
    return { kind: "path", path: [] };
  }
  if (operator === "if_not_exists") {
    if (left.kind === "path") return { kind: "if_not_exists", path: left.path, otherwise: right };
    errors.push(
      new ExpressionError(`Operator or function requires a document path; operator or function: ${operator}`),
    );
    return left;
  }
  const kind = operator === "+" || operator === "-" ? operator : "list_append";
  const type = kind === "list_append" ? "L" : "N";
  for (const operand of [left, right]) {
    if (operand.kind === "value" && typeOf(operand.value) !== type)
      errors.push(
        new ExpressionError(
          "Incorrect operand type for operator or function; " +
            `operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
        ),
      );
  }
  return { kind, left, right };
}

/** The type that SET gives an attribute, where it does not depend on the item. */
export function knownTypeOf(action: BoundAction): AttributeType | undefined {
  if (action.kind === "remove") return undefined;
  if (action.kind !== "set") return typeOf(action.value);
  if (action.value.kind === "value") return typeOf(action.value.value);
  if (action.value.kind === "list_append") return "L";
  return action.value.kind === "+" || action.value.kind === "-" ? "N" : undefined;
}

/**
 * The item after the update; the given one stays as it is. All operands are read from the item as it was.
 * Throws an UpdateError where item and update do not fit.
 */
export function applyUpdate(item: Item, actions: readonly BoundAction[]): Item {
  const values = actions.map((action) => (action.kind === "set" ? resolve(action.value, item) : undefined));
  const root: AttributeValue = { M: { ...item } };
  const draft = new Draft(root);
  for (const [index, action] of actions.entries()) {
    const parent = draft.open(action.path);
    const step = action.path.at(-1) ?? "";
    const value = values[index];
    if (action.kind === "set" && value !== undefined) draft.put(parent, step, value);
    else if (action.kind === "remove") draft.remove(parent, step);
    else if (action.kind === "add" || action.kind === "delete") combine(draft, parent, step, action);
  }
  draft.close();
  return root.M ?? {};
}

function resolve(value: BoundSetValue, item: Item): AttributeValue {
  if (value.kind === "value") return value.value;
  if (value.kind === "if_not_exists") return valueAt(item, value.path) ?? resolve(value.otherwise, item);
  if (value.kind === "path") {
    const found = valueAt(item, value.path);
    if (found !== undefined) return found;
    throw new UpdateError("The provided expression refers to an attribute that does not exist in the item");
  }
  const [left, right] = [resolve(value.left, item), resolve(value.right, item)];
  if (value.kind === "list_append") {
    if (left.L === undefined || right.L === undefined) throw wrongOperand();
    return { L: [...left.L, ...right.L] };
  }
  if (left.N === undefined || right.N === undefined) throw wrongOperand();
  return sum(left.N, value.kind, right.N);
}

function sum(left: string, operator: "+" | "-", right: string): AttributeValue {
  const result = calculate(left, operator, right);
  if ("problem" in result) throw new UpdateError(result.problem);
  return { N: result.number };
}

function wrongOperand(): UpdateError {
  return new UpdateError("An operand in the update expression has an incorrect data type");
}

function get(parent: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === "number") return parent.L?.[step];
  return parent.M === undefined ? undefined : attributeOf(parent.M, step);
}

function combine(
  draft: Draft,
  parent: AttributeValue,
  step: string | number,
  { kind, value }: { readonly kind: "add" | "delete"; readonly value: AttributeValue },
): void {
  const existing = get(parent, step);
  const type = typeOf(value);
  if (existing !== undefined && typeOf(existing) !== type) throw wrongOperand();
  if (kind === "add") {
    if (value.N !== undefined) draft.put(parent, step, sum(existing?.N ?? "0", "+", value.N));
    else draft.put(parent, step, existing === undefined ? value : combineSets(existing, value, true));
    return;
  }
  if (existing === undefined) return;
  const rest = combineSets(existing, value, false);
  if (setMembers(rest)?.length === 0) draft.remove(parent, step);
  else draft.put(parent, step, rest);
}

/** The union of two sets of one type, or what is left of the first without the second. */
function combineSets(first: AttributeValue, second: AttributeValue, isUnion: boolean): AttributeValue {
  const others = new Set(setMembers(second));
  const members = setMembers(first) ?? [];
  const known = new Set(members);
  const chosen = isUnion
    ? [...members, ...[...others].filter((member) => !known.has(member))]
    : members.filter((member) => !others.has(member));
  if (first.SS !== undefined) return { SS: chosen };
  if (first.NS !== undefined) return { NS: chosen };
  return { BS: chosen.map((member) => Buffer.from(member, "base64")) };
}

/** A copy on write of an item: containers on the way to a change are copied once, all else is shared. */
class Draft {
  readonly #root: AttributeValue;
  readonly #copied = new Set<AttributeValue>();
  readonly #lists = new Set<AttributeValue>();
  /** Elements beyond a list's end, whatever their positions, are appended in the order of these. */
  readonly #appended = new Map<AttributeValue, Map<number, AttributeValue>>();
  /** Elements are taken out at the end only, so that positions in one expression mean the list as it was. */
  readonly #removed = new Map<AttributeValue, Set<number>>();

  constructor(root: AttributeValue) {
    this.#root = root;
    this.#copied.add(root);
  }

  /** The container that holds the path's last step. */
  open(path: BoundPath): AttributeValue {
    let container = this.#root;
    for (const step of path.slice(0, -1)) {
      const inner = get(container, step);
      if (inner === undefined) throw invalidPath();
      const copy = this.#copied.has(inner) ? inner : shallowCopy(inner);
      this.#copied.add(copy);
      this.put(container, step, copy);
      container = copy;
    }
    if (typeof path.at(-1) === "number" ? container.L === undefined : container.M === undefined) throw invalidPath();
    if (container.L !== undefined) this.#lists.add(container);
    return container;
  }

  put(parent: AttributeValue, step: string | number, value: AttributeValue): void {
    if (typeof step === "string") {
      if (parent.M !== undefined) setAttribute(parent.M, step, value);
    } else if (parent.L !== undefined && step < parent.L.length) {
      parent.L[step] = value;
    } else {
      const appended = this.#appended.get(parent) ?? new Map<number, AttributeValue>();
      this.#appended.set(parent, appended.set(step, value));
    }
  }

  remove(parent: AttributeValue, step: string | number): void {
    if (typeof step === "string") {
      if (parent.M !== undefined) delete parent.M[step];
      return;
    }
    const removed = this.#removed.get(parent) ?? new Set();
    this.#removed.set(parent, removed.add(step));
  }

  close(): void {
    for (const list of this.#lists) {
      const removed = this.#removed.get(list);
      const kept = list.L?.filter((_, index) => removed?.has(index) !== true) ?? [];
      const appended = [...(this.#appended.get(list) ?? [])].sort(([a], [b]) => a - b);
      list.L = [...kept, ...appended.map(([, value]) => value)];
    }
  }
}

function invalidPath(): UpdateError {
  return new UpdateError("The document path provided in the update expression is invalid for update");
}

function shallowCopy(value: AttributeValue): AttributeValue {
  if (value.M !== undefined) return { M: { ...value.M } };
  return value.L !== undefined ? { L: [...value.L] } : value;
}

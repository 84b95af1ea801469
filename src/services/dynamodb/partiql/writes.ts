// INSERT, UPDATE, DELETE and EXISTS as writes of one item.
// AWS: Developer Guide, "PartiQL statements for DynamoDB"; wording as the dynamodb-conformance suite and others recorded it.

import { validationError } from "../errors.ts";
import type { BoundCondition } from "../expressions/condition.ts";
import { project } from "../expressions/paths.ts";
import type { BoundAction } from "../expressions/update.ts";
import { keyAttributes } from "../items/keys.ts";
import {
  prepareCheck,
  prepareDelete,
  preparePut,
  prepareUpdate,
  requireItemBytes,
  type PreparedWrite,
  type WriteOutcome,
} from "../items/write-request.ts";
import type { KeySchema } from "../records.ts";
import type { FoundTable } from "../tables/access.ts";
import { attributeOf, setAttribute, type AttributeValue, type Item } from "../values/attribute-value.ts";
import { areEqual } from "../values/compare.ts";
import { itemProblem } from "../values/validate.ts";
import { notWellFormed, type ExistsStatement, type WriteStatement } from "./ast.ts";
import { bindAssignments } from "./assignments.ts";
import { bindWhere } from "./conditions.ts";
import { structItem } from "./literals.ts";

/** A statement after all checks that do not need its table. */
export interface BoundWrite {
  readonly statement: WriteStatement | ExistsStatement;
  readonly tableName: string;
  readonly item?: Item;
  readonly bytes?: number;
  readonly where?: BoundCondition;
  readonly actions?: readonly BoundAction[];
}

/** Which key a WHERE names, and what else it demands. */
interface KeyAndRest {
  readonly key: Item;
  /** Attributes of the key that were given two different values. */
  readonly contradicted: readonly string[];
  readonly rest: readonly BoundCondition[];
}

/** Checks what a statement says whatever its table is. */
export function bindWrite(
  statement: WriteStatement | ExistsStatement,
  parameters: readonly AttributeValue[],
): BoundWrite {
  if (statement.kind === "insert") return bindInsert(statement, parameters);
  const expression = statement.kind === "exists" ? statement.select.where : statement.where;
  const where = expression === undefined ? undefined : bindWhere(expression, parameters);
  return {
    statement,
    tableName: statement.kind === "exists" ? statement.select.from.tableName : statement.tableName,
    ...(where !== undefined && { where }),
    ...(statement.kind === "update" && { actions: bindAssignments(statement.assignments, parameters) }),
  };
}

function bindInsert(statement: WriteStatement & { kind: "insert" }, parameters: readonly AttributeValue[]): BoundWrite {
  const { value, tableName } = statement;
  const item =
    value.kind === "struct"
      ? structItem(value.entries, parameters)
      : value.kind === "parameter"
        ? parameters[value.index]?.M
        : undefined;
  if (item === undefined) throw notWellFormed("Expected a tuple after VALUE");
  const problem = itemProblem(item);
  if (problem !== undefined) throw validationError(problem);
  return { statement, tableName, item, bytes: requireItemBytes(item) };
}

/** Where the write is one of a transaction, AWS words a WHERE that does not name one item as it words a wrong key. */
type WriteSurface = "statement" | "transaction";

/** The write, ready to run; throws where the statement does not fit the table. */
export function prepareStatement(
  bound: BoundWrite,
  found: FoundTable,
  surface: WriteSurface,
  showsItemOnFailure: boolean,
): PreparedWrite {
  const { statement, item, bytes = 0 } = bound;
  const { key: schema } = found.table;
  const target = { ...found, showsItemOnFailure, wantsBefore: true };
  if (item !== undefined) {
    const put = preparePut({ ...target, expressions: { condition: isMissing(schema) } }, item, bytes);
    return { ...put, isInsert: true };
  }
  const { key, rest } = statement.kind === "exists" ? requireCheck(bound, schema) : requireOne(bound, schema, surface);
  if (statement.kind === "exists") return prepareCheck({ ...target, expressions: withCondition(rest) }, key);
  if (statement.kind === "delete") return prepareDelete({ ...target, expressions: withCondition(rest) }, key);
  const conditions = [isThere(schema), ...rest];
  const { actions = [] } = bound;
  return prepareUpdate({ ...target, expressions: { ...withCondition(conditions), update: actions } }, key);
}

function requireOne(bound: BoundWrite, schema: KeySchema, surface: WriteSurface): KeyAndRest {
  const found = keyAndRest(bound.where, schema);
  if (Object.keys(found.key).length < keyAttributes(schema).length)
    throw validationError(
      surface === "transaction"
        ? "The provided key element does not match the schema"
        : "Where clause does not contain a mandatory equality on all key attributes",
    );
  const [name] = found.contradicted;
  if (name !== undefined)
    throw validationError(
      `Multiple conditions on same key ${name}. Only single item Update/Insert/Delete are supported`,
    );
  return found;
}

function requireCheck(bound: BoundWrite, schema: KeySchema): KeyAndRest {
  const found = keyAndRest(bound.where, schema);
  if (Object.keys(found.key).length < keyAttributes(schema).length || found.rest.length === 0)
    throw validationError("EXISTS() must contain a single item read with additional condition");
  return found;
}

/** The key that the equalities of a conjunction give. The first value for a key counts; others are conditions. */
function keyAndRest(where: BoundCondition | undefined, schema: KeySchema): KeyAndRest {
  const key: Item = {};
  const contradicted: string[] = [];
  const rest: BoundCondition[] = [];
  const names = keyAttributes(schema).map(({ name }) => name);
  for (const part of where === undefined ? [] : conjuncts(where)) {
    const equality = equalityOf(part);
    if (equality === undefined || !names.includes(equality.name)) rest.push(part);
    else {
      const known = attributeOf(key, equality.name);
      if (known === undefined) setAttribute(key, equality.name, equality.value);
      else if (!areEqual(known, equality.value)) {
        contradicted.push(equality.name);
        rest.push(part);
      }
    }
  }
  return { key, contradicted, rest };
}

/** The conditions of which all must hold. */
export function conjuncts(condition: BoundCondition): readonly BoundCondition[] {
  return condition.kind === "and" ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition];
}

function equalityOf(condition: BoundCondition): { readonly name: string; readonly value: AttributeValue } | undefined {
  if (condition.kind !== "test" || condition.test !== "=") return undefined;
  const path = condition.operands.find((operand) => operand.kind === "path");
  const value = condition.operands.find((operand) => operand.kind === "value");
  if (path?.path.length !== 1 || value === undefined) return undefined;
  return { name: String(path.path[0]), value: value.value };
}

function withCondition(conditions: readonly BoundCondition[]): { readonly condition?: BoundCondition } {
  const [first, ...others] = conditions;
  if (first === undefined) return {};
  return { condition: others.reduce((left, right) => ({ kind: "and", left, right }), first) };
}

function isMissing({ partition }: KeySchema): BoundCondition {
  return { kind: "test", test: "attribute_not_exists", operands: [{ kind: "path", path: [partition.name] }] };
}

function isThere({ partition }: KeySchema): BoundCondition {
  return { kind: "test", test: "attribute_exists", operands: [{ kind: "path", path: [partition.name] }] };
}

/** What RETURNING gives of a write; undefined for nothing. */
export function returnedBy({ statement, actions = [] }: BoundWrite, outcome: WriteOutcome): Item | undefined {
  if (statement.kind !== "update" && statement.kind !== "delete") return undefined;
  const { returning } = statement;
  if (returning === undefined) return undefined;
  const item = (returning.version === "OLD" ? outcome.before : outcome.after)?.item;
  if (item === undefined || returning.which === "ALL") return item;
  const modified = project(
    item,
    actions.map(({ path }) => path),
  );
  return Object.keys(modified).length === 0 ? undefined : modified;
}

// What of a table or an index a SELECT must look at: the key ranges that its WHERE names, or everything.
// AWS: Developer Guide, "PartiQL select statements for DynamoDB": without an equality or IN on the partition key in each
// branch of the condition, the whole table is scanned.

import { emptyKeyValue, validationError } from "../errors.ts";
import type { BoundCondition, BoundLeaf } from "../expressions/condition.ts";
import { attributesOf } from "../expressions/condition.ts";
import type { KeyCondition } from "../expressions/key-condition.ts";
import { isEmpty } from "../items/keys.ts";
import type { KeySchema } from "../records.ts";
import { typeOf, type AttributeValue } from "../values/attribute-value.ts";
import { areEqual, compareValues } from "../values/compare.ts";

/** One range of one partition. */
export interface KeyRange {
  readonly partition: AttributeValue;
  readonly sort: KeyCondition | undefined;
}

/** What one branch of the condition says of the key. */
interface Branch {
  readonly partition?: AttributeValue;
  readonly sort?: KeyCondition;
  /** True if it excludes sort keys, which no range can. */
  readonly excludesSortKeys?: boolean;
}

/** LIMIT: ours: branches that are told apart; beyond them everything is looked at. */
const MOST_BRANCHES = 1000;

const RANGE_TESTS: ReadonlySet<string> = new Set(["=", "<", "<=", ">", ">=", "between", "begins_with"]);
const MIRRORED: Readonly<Record<string, string>> = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** The ranges; undefined if all must be looked at. Throws for keys of a wrong type, and for ranges that overlap. */
export function keyRangesOf(condition: BoundCondition | undefined, key: KeySchema): readonly KeyRange[] | undefined {
  if (condition === undefined) return undefined;
  const branches = branchesOf(condition, key);
  const keyed: (Branch & KeyRange)[] = [];
  for (const branch of branches) {
    if (branch.partition === undefined) return undefined;
    keyed.push({ ...branch, partition: branch.partition, sort: branch.sort });
  }
  for (const { partition, sort } of keyed) {
    checkValue(partition, key.partition);
    if (key.sort !== undefined) for (const value of sort?.values ?? []) checkValue(value, key.sort);
  }
  return inOrder(withoutOverlap(keyed));
}

/** Ranges of one partition beside each other, in the order of their sort keys; partitions in the order of the statement. */
function inOrder(ranges: readonly KeyRange[]): readonly KeyRange[] {
  const groups: KeyRange[][] = [];
  for (const range of ranges) {
    const group = groups.find(([first]) => first !== undefined && areEqual(first.partition, range.partition));
    if (group === undefined) groups.push([range]);
    else group.push(range);
  }
  return groups.flatMap((group) => group.sort((one, other) => compareStarts(one.sort, other.sort)));
}

function compareStarts(left: KeyCondition | undefined, right: KeyCondition | undefined): number {
  const [one, other] = [intervalOf(left), intervalOf(right)];
  if (one.from === undefined || other.from === undefined) return one.from === undefined ? -1 : 1;
  // "= 2" comes before "> 2".
  return compareValues(one.from, other.from) || Number(one.isFromOpen === true) - Number(other.isFromOpen === true);
}

function checkValue(value: AttributeValue, { name, type }: { readonly name: string; readonly type: string }): void {
  if (typeOf(value) !== type)
    throw validationError(`Key attribute's data type should match its data type in table's schema: Key ${name}`);
  if (isEmpty(value)) throw emptyKeyValue(value, { key: name });
}

function branchesOf(condition: BoundCondition, key: KeySchema): readonly Branch[] {
  switch (condition.kind) {
    case "or":
      return [...branchesOf(condition.left, key), ...branchesOf(condition.right, key)];
    case "and": {
      const left = branchesOf(condition.left, key);
      const right = branchesOf(condition.right, key);
      if (left.length * right.length > MOST_BRANCHES) return [{}];
      return left.flatMap((one) => right.map((other) => both(one, other)));
    }
    case "not": {
      const isOfSortKey = key.sort !== undefined && attributesOf(condition).heads.has(key.sort.name);
      return [isOfSortKey ? { excludesSortKeys: true } : {}];
    }
    default:
      return ofTest(condition, key);
  }
}

/** What two conditions say together. Where both speak of one key, the first narrows the range, and the rest is a filter. */
function both(one: Branch, other: Branch): Branch {
  return { ...other, ...one };
}

function ofTest({ test, operands }: BoundLeaf, key: KeySchema): readonly Branch[] {
  const position = operands.findIndex((operand) => operand.kind === "path" && operand.path.length === 1);
  const operand = operands[position];
  const values = operands.flatMap((other) => (other.kind === "value" ? [other.value] : []));
  if (operand?.kind !== "path" || values.length !== operands.length - 1) return [{}];
  const name = operand.path[0];
  if (test !== "=" && MIRRORED[test] === undefined && position !== 0) return [{}];
  if (name === key.partition.name) {
    if (test !== "=" && test !== "in") return [{}];
    return values.map((partition) => ({ partition }));
  }
  if (key.sort === undefined || name !== key.sort.name) return [{}];
  if (test === "<>") return [{ excludesSortKeys: true }];
  const attribute = key.sort.name;
  if (test === "in") return values.map((value) => ({ sort: { attribute, test: "=", values: [value] } }));
  if (!RANGE_TESTS.has(test)) return [{}];
  const turned = position === 0 ? test : (MIRRORED[test] ?? test);
  return [{ sort: { attribute, test: turned as KeyCondition["test"], values } }];
}

/**
 * AWS: two branches must not look at the same keys, but for those that exclude sort keys (observed): these are read
 * together as one whole partition.
 */
function withoutOverlap(branches: readonly (Branch & KeyRange)[]): readonly KeyRange[] {
  const ranges: KeyRange[] = [];
  for (const branch of branches) {
    const { partition, sort } = branch;
    const other = branches
      .slice(0, branches.indexOf(branch))
      .find((each) => areEqual(each.partition, partition) && overlaps(each.sort, sort));
    if (other === undefined) {
      ranges.push({ partition, sort });
      continue;
    }
    if (other.excludesSortKeys !== true && branch.excludesSortKeys !== true)
      throw validationError("Overlapping conditions with range keys are not supported in where clause");
    const rest = ranges.filter((range) => !areEqual(range.partition, partition));
    ranges.splice(0, ranges.length, ...rest, { partition, sort: undefined });
  }
  return ranges;
}

interface Interval {
  readonly from?: AttributeValue;
  readonly isFromOpen?: boolean;
  readonly to?: AttributeValue;
  readonly isToOpen?: boolean;
  readonly prefix?: AttributeValue;
}

function intervalOf(condition: KeyCondition | undefined): Interval {
  const [first, second] = condition?.values ?? [];
  if (condition === undefined || first === undefined) return {};
  switch (condition.test) {
    case "=":
      return { from: first, to: first };
    case "<":
      return { to: first, isToOpen: true };
    case "<=":
      return { to: first };
    case ">":
      return { from: first, isFromOpen: true };
    case ">=":
      return { from: first };
    case "between":
      return { from: first, to: second ?? first };
    default:
      return { from: first, prefix: first };
  }
}

function overlaps(left: KeyCondition | undefined, right: KeyCondition | undefined): boolean {
  const [one, other] = [intervalOf(left), intervalOf(right)];
  return !endsBefore(one, other) && !endsBefore(other, one);
}

function endsBefore({ to, isToOpen, prefix }: Interval, { from, isFromOpen }: Interval): boolean {
  if (from === undefined) return false;
  if (prefix !== undefined)
    return (compareValues(prefix, from) ?? 0) < 0 && !(from.S ?? "").startsWith(prefix.S ?? "\u{10FFFF}");
  if (to === undefined) return false;
  const order = compareValues(to, from) ?? 0;
  return order < 0 || (order === 0 && (isToOpen === true || isFromOpen === true));
}

// What GetItem, BatchGetItem and TransactGetItems have in common: the key that is asked for and the part of the item
// that is given back.

import { validationError } from "../errors.ts";
import { project } from "../expressions/paths.ts";
import type { BoundPath } from "../expressions/placeholders.ts";
import type { TableRecord } from "../records.ts";
import type { Item } from "../values/attribute-value.ts";
import { itemProblem } from "../values/validate.ts";
import { legacyProjection } from "./legacy.ts";
import {
  bindExpressions,
  checkPlaceholdersAreUseful,
  refuseMixture,
  type ExpressionParameters,
} from "./request-expressions.ts";
import { checkNestedKeys } from "./write-request.ts";

interface Projection extends ExpressionParameters {
  readonly AttributesToGet?: readonly string[] | undefined;
}

/** The paths that a request wants of an item; undefined for all of it. `checkKeys` runs where AWS checks the keys. */
export function projectionOfRequest(input: Projection, checkKeys: () => void): readonly BoundPath[] | undefined {
  refuseMixture(input, ["ProjectionExpression"], ["AttributesToGet"]);
  checkPlaceholdersAreUseful(input, ["ProjectionExpression"]);
  checkKeys();
  return legacyProjection(input) ?? bindExpressions(input).projection;
}

/** Throws if a key's values are not valid, and brings its numbers into normal form. */
export function checkedKey(key: Item): void {
  const problem = itemProblem(key);
  if (problem !== undefined) throw validationError(problem);
}

/** The wanted part of an item. */
export function projected(item: Item, paths: readonly BoundPath[] | undefined): Item {
  return paths === undefined ? item : project(item, paths);
}

/** Throws for paths into key attributes. */
export function checkProjection(paths: readonly BoundPath[] | undefined, table: TableRecord): void {
  if (paths === undefined) return;
  checkNestedKeys(new Set(paths.filter((path) => path.length > 1).map((path) => String(path[0]))), table);
}

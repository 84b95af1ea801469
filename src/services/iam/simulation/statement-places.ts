// Where the statements of a policy stand, as the policy simulator tells it.

import type { Position } from "@aws-sdk/client-iam";
import { lineAndColumn, memberOf, parseLocatedJson, type LocatedValue } from "../../../iam/located-json.ts";

export interface StatementPlace {
  readonly StartPosition: Position;
  readonly EndPosition: Position;
}

/**
 * The places of a document's statements, by their Sids and by their positions.
 * AWS: lines and columns count from 1. A statement starts where what stands before it ends (behind the "[", or behind the statement before it),
 * and ends behind its "}": `simulate-principal-policy` in the AWS CLI's examples gives 3:19 and 9:10, recorded answers for AdministratorAccess
 * 3:17 and 8:6.
 */
export function statementPlaces(document: string): ReadonlyMap<string | number, StatementPlace> {
  const statement = memberOf(parseLocatedJson(document), "Statement")?.value;
  const places = new Map<string | number, StatementPlace>();
  if (statement === undefined) return places;
  const items: readonly LocatedValue[] = statement.kind === "array" ? statement.items : [statement];
  let start = statement.start + 1;
  for (const [index, item] of items.entries()) {
    const place = { StartPosition: position(document, start), EndPosition: position(document, item.end) };
    const sid = memberOf(item, "Sid")?.value;
    const label = sid?.kind === "string" && sid.value !== "" ? sid.value : index;
    if (!places.has(label)) places.set(label, place);
    start = item.end;
  }
  return places;
}

function position(document: string, offset: number): Position {
  const { line, column } = lineAndColumn(document, offset);
  return { Line: line + 1, Column: column + 1 };
}

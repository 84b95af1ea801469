// The grammar of projection expressions: document paths with commas between.

import type { Path } from "./ast.ts";
import { Parser } from "./parser.ts";

/** Parses a projection; throws an ExpressionError. */
export function parseProjection(text: string): readonly Path[] {
  const parser = new Parser(text, []);
  const paths = parser.parseAll(() => parser.commaList(() => parser.path()));
  parser.checkReservedWords();
  return paths;
}

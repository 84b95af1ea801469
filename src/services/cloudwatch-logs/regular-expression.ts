// %Regular expressions% in filter patterns. Pure.

import { invalidParameter } from "./errors.ts";

/** Tells whether a message matches. */
export type MessageTest = (message: string) => boolean;

/** AWS: a small language without groups ("Supported regular expressions syntax"), which JavaScript's includes. */
export function compileRegularExpression(expression: string): RegExp {
  if (expression === "" || !/^[\w\s:#=@/;,\-^$?[\]{}|\\*+.]+$/.test(expression))
    throw invalidParameter("Invalid filter pattern: Invalid character(s) in term '%" + expression + "%'");
  try {
    return new RegExp(expression);
  } catch {
    throw invalidParameter("Invalid filter pattern");
  }
}

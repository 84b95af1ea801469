// Java's regular expressions in strings' methods, run by JavaScript's engine within a deadline. The patterns are somebody's input.

import { boundedWork, PatternTooSlowError } from "../../kernel/bounded-pattern.ts";
import { LONGEST_TEXT, TextBuilder } from "./values.ts";
import { VtlError } from "./syntax.ts";

/** A pattern of Java's as one of JavaScript's: inline flags in front, quoting by \Q and \E, possessive quantifiers made greedy. */
function compile(pattern: string, flags: string): RegExp {
  const quoted = pattern.replaceAll(/\\Q([\s\S]*?)(?:\\E|$)/g, (_all, text: string) =>
    text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
  );
  const [inline = "", letters = ""] = /^\(\?([ims]+)\)/.exec(quoted) ?? [];
  const source = quoted.slice(inline.length).replaceAll(/((?<!\\)[*+?}])\+/g, "$1");
  try {
    return new RegExp(source, [...new Set(flags + letters)].join(""));
  } catch (cause) {
    throw new VtlError(`The regular expression ${pattern} cannot be read`, { cause });
  }
}

function inTime<T>(pattern: string, work: () => T): T {
  try {
    return boundedWork(work);
  } catch (error) {
    if (error instanceof VtlError) throw error;
    if (error instanceof PatternTooSlowError) throw new VtlError(`The regular expression ${pattern} takes too long`);
    throw error;
  }
}

/** Whether all of the text matches. */
export function matchesAll(text: string, pattern: string): boolean {
  const expression = compile(`^(?:${pattern.replace(/^(\(\?[ims]+\))/, "")})$`, inlineFlags(pattern));
  return inTime(pattern, () => expression.test(text));
}

function inlineFlags(pattern: string): string {
  return /^\(\?([ims]+)\)/.exec(pattern)?.[1] ?? "";
}

/** Java's replaceAll and replaceFirst: "$1" and "\$" in the replacement. */
export function replaceMatches(text: string, pattern: string, replacement: string, isEvery: boolean): string {
  const expression = compile(pattern, isEvery ? "g" : "");
  return inTime(pattern, () => {
    const result = new TextBuilder();
    let end = 0;
    for (const match of isEvery ? text.matchAll(expression) : [expression.exec(text)]) {
      if (match === null) break;
      result.add(text.slice(end, match.index));
      result.add(expand(replacement, match));
      end = match.index + match[0].length;
    }
    result.add(text.slice(end));
    return result.toString();
  });
}

function expand(replacement: string, groups: RegExpExecArray): string {
  return replacement.replaceAll(/\\([\s\S])|\$(\d)/g, (_all, escaped: string | undefined, group: string | undefined) =>
    group === undefined ? (escaped ?? "") : (groups[Number(group)] ?? ""),
  );
}

/** Java's split: empty parts at the end are left out, unless a limit says otherwise. */
export function splitByPattern(text: string, pattern: string, limit = 0): string[] {
  const expression = compile(pattern, "g");
  return inTime(pattern, () => {
    const parts: string[] = [];
    let end = 0;
    for (const match of text.matchAll(expression)) {
      if (limit > 0 && parts.length === limit - 1) break;
      // A match without width at the beginning makes no part.
      if (match.index + match[0].length === 0) continue;
      if (match.index >= text.length && match[0] === "") continue;
      parts.push(text.slice(end, match.index));
      end = match.index + match[0].length;
    }
    parts.push(text.slice(end));
    if (limit === 0) while (parts.length > 1 && parts.at(-1) === "") parts.pop();
    return parts;
  });
}

/** LIMIT: ours: what repeating or padding may make. */
export function boundedText(text: string): string {
  if (text.length > LONGEST_TEXT) throw new VtlError("A text is too long");
  return text;
}

// Holds wildcard matching against a definition by recursion, which is slow but plainly right.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern, expandVariables } from "./patterns.ts";

const none = (): undefined => undefined;

/** The definition: a star takes nothing, or one character and stays. */
function defined(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  const [head, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (head === "*") return defined(rest, text) || (text !== "" && defined(pattern, text.slice(1)));
  return text !== "" && (head === "?" || head === text.charAt(0)) && defined(rest, text.slice(1));
}

describe("patterns", () => {
  it("match what the definition says, for all patterns and texts over a small alphabet", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?"), maxLength: 9 });
    const text = fc.string({ unit: fc.constantFrom("a", "b", ":", "*"), maxLength: 9 });
    fc.assert(
      fc.property(pattern, text, (source, value) => {
        const compiled = compilePattern(source, { hasVariables: false });
        expect(compiled.matches(value, none)).toBe(defined(source, value));
        // The same through the path for variables, whose value matches only itself.
        const behind = compilePattern(`${source}\${v}`, { hasVariables: true });
        expect(behind.matches(`${value}*`, () => "*")).toBe(defined(source, value));
      }),
      { numRuns: 3000 },
    );
  });

  it("take no longer for a hostile pattern than its length times the text's", () => {
    // Exponential backtracking would not end within the test's time.
    const compiled = compilePattern(`${"a*".repeat(60)}b`, { hasVariables: false });
    expect(compiled.matches("a".repeat(20_000), none)).toBe(false);
  });

  it("leave wildcards alone where an operator does not know them", () => {
    const compiled = compilePattern("a*", { hasVariables: false, hasWildcards: false });
    expect(compiled.matches("ab", none)).toBe(false);
    expect(compiled.matches("a*", none)).toBe(true);
  });
});

describe("variables", () => {
  // AWS: "IAM policy elements: Variables and tags".
  const resolve = (key: string): string | undefined => ({ "aws:username": "ada", "aws:userid": "A*" })[key];
  const matches = (pattern: string, text: string, hasVariables = true): boolean =>
    compilePattern(pattern, { hasVariables }).matches(text, resolve);

  it("stand for the request's value, and match nothing without one", () => {
    expect(matches("home/${aws:username}/*", "home/ada/notes")).toBe(true);
    expect(matches("home/${aws:username}/*", "home/bob/notes")).toBe(false);
    expect(matches("home/${aws:PrincipalTag/team}/*", "home//notes")).toBe(false);
  });

  it("fall back to their default", () => {
    expect(matches("team/${aws:PrincipalTag/team, 'company-wide'}", "team/company-wide")).toBe(true);
    expect(matches("team/${aws:username, 'nobody'}", "team/ada")).toBe(true);
  });

  it("never bring wildcards in", () => {
    expect(matches("home/${aws:userid}", "home/Anything")).toBe(false);
    expect(matches("home/${aws:userid}", "home/A*")).toBe(true);
  });

  it("write the special characters", () => {
    expect(matches("a${*}b${?}c${$}", "a*b?c$")).toBe(true);
    expect(matches("a${*}", "ab")).toBe(false);
  });

  it("are plain text in policies of 2008-10-17", () => {
    expect(matches("home/${aws:username}", "home/ada", false)).toBe(false);
    expect(matches("home/${aws:username}", "home/${aws:username}", false)).toBe(true);
  });

  it("expand in texts", () => {
    expect(expandVariables("x-${aws:username}-${$}", resolve)).toBe("x-ada-$");
    expect(expandVariables("x-${other}", resolve)).toBeUndefined();
  });
});

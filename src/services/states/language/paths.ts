// Paths into a state's input ("$.order.items[0]"), the context object ("$$.Execution.Id") and variables ("$total"). Pure.
// AWS: developer guide, "Using JSONPath paths", "Reference paths"; the syntax is that of Jayway's JsonPath, which the service uses.

/** A path taken apart. */
export interface Path {
  /** As it was written. */
  readonly text: string;
  readonly root: PathRoot;
  readonly steps: readonly PathStep[];
}

export type PathRoot =
  | { readonly kind: "input" }
  | { readonly kind: "context" }
  | { readonly kind: "variable"; readonly name: string };

export type PathStep =
  /** ".name", "['name']" */
  | { readonly kind: "member"; readonly name: string }
  /** "['one', 'other']" */
  | { readonly kind: "members"; readonly names: readonly string[] }
  /** "[0]", "[-1]" */
  | { readonly kind: "index"; readonly index: number }
  /** "[0, 2]" */
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  /** "[1:3]" */
  | { readonly kind: "slice"; readonly start?: number; readonly end?: number }
  /** ".*", "[*]" */
  | { readonly kind: "wildcard" }
  /** "..": what follows is looked for at every depth. */
  | { readonly kind: "descendants" }
  /** "[?(@.price < 10)]": the condition as it was written. */
  | { readonly kind: "filter"; readonly condition: string }
  /** ".length()" */
  | { readonly kind: "function"; readonly name: string };

/** AWS: "Variable names": letters, digits and underscores of Unicode, not a digit first. */
const VARIABLE_NAME = /^[\p{ID_Start}][\p{ID_Continue}]*/u;

const DOT_NAME = /^[^.[\]()\s'"]+/;
const INDEXES = /^\s*-?\d+\s*(?:,\s*-?\d+\s*)*$/;
const SLICE = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*$/;
const QUOTED_NAMES = /^\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*(?:,|$)/s;

/** Takes a path apart; undefined if the text is none. */
export function parsePath(text: string): Path | undefined {
  const start = parseRoot(text);
  if (start === undefined) return undefined;
  const steps = parseSteps(start.rest);
  return steps === undefined ? undefined : { text, root: start.root, steps };
}

/** True for a path that means one place, whatever it is applied to: names and positions only. */
export function isReferencePath(path: Path): boolean {
  return path.steps.every(({ kind }) => kind === "member" || kind === "index");
}

function parseRoot(text: string): { readonly root: PathRoot; readonly rest: string } | undefined {
  if (!text.startsWith("$")) return undefined;
  if (text.startsWith("$$")) return { root: { kind: "context" }, rest: text.slice(2) };
  const [name] = VARIABLE_NAME.exec(text.slice(1)) ?? [];
  if (name === undefined) return { root: { kind: "input" }, rest: text.slice(1) };
  return { root: { kind: "variable", name }, rest: text.slice(1 + name.length) };
}

function parseSteps(text: string): PathStep[] | undefined {
  const steps: PathStep[] = [];
  let rest = text;
  while (rest !== "") {
    if (rest.startsWith("[")) {
      const closing = closingBracket(rest);
      const step = closing === undefined ? undefined : parseBracket(rest.slice(1, closing));
      if (closing === undefined || step === undefined) return undefined;
      steps.push(step);
      rest = rest.slice(closing + 1);
      continue;
    }
    if (!rest.startsWith(".")) return undefined;
    const isDeep = rest.startsWith("..");
    if (isDeep) steps.push({ kind: "descendants" });
    rest = rest.slice(isDeep ? 2 : 1);
    // "$.[0]" is written, too.
    if (rest.startsWith("[")) continue;
    if (rest.startsWith("*")) {
      steps.push({ kind: "wildcard" });
      rest = rest.slice(1);
      continue;
    }
    const [name] = DOT_NAME.exec(rest) ?? [];
    if (name === undefined) return undefined;
    rest = rest.slice(name.length);
    if (rest.startsWith("()")) {
      steps.push({ kind: "function", name });
      rest = rest.slice(2);
    } else steps.push({ kind: "member", name });
  }
  return steps;
}

/** The position of the bracket that closes the first one; brackets in quotes do not count. */
function closingBracket(text: string): number | undefined {
  let depth = 0;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== undefined) {
      if (character === "\\") at++;
      else if (character === quote) quote = undefined;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === "[") depth++;
    else if (character === "]") {
      depth--;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

function parseBracket(inside: string): PathStep | undefined {
  const content = inside.trim();
  if (content === "*") return { kind: "wildcard" };
  if (content.startsWith("?")) return content.length > 1 ? { kind: "filter", condition: content.slice(1) } : undefined;
  if (INDEXES.test(content)) {
    const indexes = content.split(",").map(Number);
    const [index] = indexes;
    return indexes.length === 1 && index !== undefined ? { kind: "index", index } : { kind: "indexes", indexes };
  }
  const slice = SLICE.exec(content);
  if (slice !== null) {
    const [, start, end] = slice;
    return {
      kind: "slice",
      ...(start === undefined ? {} : { start: Number(start) }),
      ...(end === undefined ? {} : { end: Number(end) }),
    };
  }
  return parseNames(content);
}

function parseNames(content: string): PathStep | undefined {
  const names: string[] = [];
  let rest = content;
  do {
    const match = QUOTED_NAMES.exec(rest);
    const quoted = match?.[1];
    if (match === null || quoted === undefined) return undefined;
    names.push(quoted.slice(1, -1).replaceAll(/\\(.)/gs, "$1"));
    rest = rest.slice(match[0].length);
  } while (rest.trim() !== "");
  const [name] = names;
  return names.length === 1 && name !== undefined ? { kind: "member", name } : { kind: "members", names };
}

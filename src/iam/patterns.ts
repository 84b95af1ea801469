// Wildcard patterns of policies: "*" for any run of characters, "?" for one, "${...}" for a value of the request.
// Matching walks both texts once and goes back only to the last "*": a hostile pattern cannot make it slow.

/** Gives a request's value for a policy variable; undefined if the request has none. */
export type ResolveVariable = (key: string) => string | undefined;

/** A compiled pattern. */
export interface Pattern {
  /** The pattern as the policy has it. */
  readonly source: string;
  /** True if the whole text matches. A pattern with a variable that has no value matches nothing. */
  matches(text: string, resolve: ResolveVariable): boolean;
}

type Token = string | { readonly variable: string; readonly fallback: string | undefined };

// Code units stand for themselves; these two are no code units.
const ANY = -1;
const ONE = -2;

/**
 * Compiles a pattern. Variables are replaced only in policies of version 2012-10-17; without `hasVariables`, "${" is
 * plain text. With `hasWildcards` false, "*" and "?" are plain text too, as in StringEquals.
 */
export function compilePattern(
  source: string,
  { hasVariables, hasWildcards = true }: { hasVariables: boolean; hasWildcards?: boolean },
): Pattern {
  const tokens = hasVariables && source.includes("${") ? tokenize(source) : [source];
  const isStatic = tokens.every((token) => typeof token === "string");
  if (!isStatic) {
    return {
      source,
      matches(text, resolve) {
        const units = expand(tokens, hasWildcards, resolve);
        return units !== undefined && matchUnits(units, text);
      },
    };
  }

  if (hasWildcards && source === "*") return { source, matches: () => true };
  const firstWildcard = hasWildcards ? source.search(/[*?]/) : -1;
  if (firstWildcard === -1) return { source, matches: (text) => text === source };
  if (firstWildcard === source.length - 1 && source.endsWith("*")) {
    const prefix = source.slice(0, -1);
    return { source, matches: (text) => text.startsWith(prefix) };
  }
  const units = unitsOf(source, true);
  return { source, matches: (text) => matchUnits(units, text) };
}

/** The text with its variables replaced; undefined if one has no value. */
export function expandVariables(source: string, resolve: ResolveVariable): string | undefined {
  let text = "";
  for (const token of tokenize(source)) {
    const part = typeof token === "string" ? token : valueOf(token, resolve);
    if (part === undefined) return undefined;
    text += part;
  }
  return text;
}

// AWS: "IAM policy elements: Variables and tags": ${*}, ${?} and ${$} stand for the characters themselves; a default
// follows a comma, in single quotes.
function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const match of source.matchAll(/\$\{\s*([^},]*?)\s*(?:,\s*'([^']*)'\s*)?\}/g)) {
    if (match.index > from) tokens.push(source.slice(from, match.index));
    const [whole, variable = "", fallback] = match;
    tokens.push({ variable, fallback });
    from = match.index + whole.length;
  }
  if (from < source.length) tokens.push(source.slice(from));
  return tokens;
}

function valueOf(token: Exclude<Token, string>, resolve: ResolveVariable): string | undefined {
  const { variable, fallback } = token;
  return variable === "*" || variable === "?" || variable === "$" ? variable : (resolve(variable) ?? fallback);
}

function expand(
  tokens: readonly Token[],
  hasWildcards: boolean,
  resolve: ResolveVariable,
): readonly number[] | undefined {
  const units: number[] = [];
  for (const token of tokens) {
    if (typeof token === "string") {
      units.push(...unitsOf(token, hasWildcards));
      continue;
    }
    // INVARIANT: what a request brings in is never a wildcard: a user called "*" reaches only their own folder.
    const value = valueOf(token, resolve);
    if (value === undefined) return undefined;
    units.push(...unitsOf(value, false));
  }
  return units;
}

function unitsOf(text: string, hasWildcards: boolean): readonly number[] {
  return Array.from({ length: text.length }, (_, index) => {
    const character = text.charAt(index);
    if (hasWildcards && character === "*") return ANY;
    return hasWildcards && character === "?" ? ONE : text.charCodeAt(index);
  });
}

function matchUnits(units: readonly number[], text: string): boolean {
  let unitAt = 0;
  let textAt = 0;
  let starAt = -1;
  let starTextAt = 0;
  while (textAt < text.length) {
    const unit = units[unitAt];
    if (unit === ANY) {
      starAt = unitAt++;
      starTextAt = textAt;
    } else if (unit === ONE || unit === text.charCodeAt(textAt)) {
      unitAt++;
      textAt++;
    } else if (starAt !== -1) {
      unitAt = starAt + 1;
      textAt = ++starTextAt;
    } else {
      return false;
    }
  }
  while (units[unitAt] === ANY) unitAt++;
  return unitAt === units.length;
}

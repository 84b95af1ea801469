// The tokens of all five expression grammars, and how a syntax error is worded.

/** What a token is. Keywords are identifiers: which word is a keyword depends on the grammar. */
export type TokenKind = "identifier" | "number" | "name" | "value" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

// Placeholders (#name, :value), words, digits, comparators, and any other single character, which no grammar takes
// unless it is one of ( ) [ ] . , = + -.
// AWS: a word cannot begin with "_" (observed: Syntax error; token: "_", near: "SET _123").
const TOKEN = /([#:][A-Za-z0-9_]+)|([A-Za-z][A-Za-z0-9_]*)|([0-9]+)|(<=|>=|<>)|([^ \t\r\n])/gu;

/** Splits an expression; the last token is always the end. Never fails: an odd character is a symbol of its own. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [found, placeholder, word, digits] = match;
    const kind =
      placeholder !== undefined
        ? placeholder.startsWith("#")
          ? "name"
          : "value"
        : word !== undefined
          ? "identifier"
          : digits !== undefined
            ? "number"
            : "symbol";
    tokens.push({ kind, text: found, start: match.index, end: match.index + found.length });
  }
  tokens.push({ kind: "end", text: "<EOF>", start: text.length, end: text.length });
  return tokens;
}

/**
 * AWS's wording of a syntax error. "near" is the source from the token before the offending one to the token after it.
 * AWS: observed as 'Syntax error; token: "-", near: "a-b"', 'token: "<EOF>", near: ","' and the like.
 */
export function syntaxErrorText(text: string, tokens: readonly Token[], position: number): string {
  const token = tokens[position];
  const from = tokens[position - 1]?.start ?? token?.start ?? 0;
  const next = tokens[position + 1];
  const last = next === undefined || next.kind === "end" ? token : next;
  // The end itself has no text, so that it adds nothing but also no trailing blanks.
  const to = last === undefined || last.kind === "end" ? (tokens[position - 1]?.end ?? 0) : last.end;
  return `Syntax error; token: "${token?.text ?? "<EOF>"}", near: "${text.slice(from, to)}"`;
}

// Queries in JQ, as far as partition keys need them: paths, construction, operators, conditions and the functions of
// functions.ts. Pure. AWS: "Create partitioning keys with inline parsing": JQ 1.6. What is missing is refused when a stream is made.

/** A parsed query. */
export type Node =
  | { readonly kind: "identity" }
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "field"; readonly of: Node; readonly name: Node; readonly isOptional: boolean }
  | { readonly kind: "iterate"; readonly of: Node; readonly isOptional: boolean }
  | { readonly kind: "object"; readonly entries: readonly (readonly [key: Node, value: Node])[] }
  | { readonly kind: "array"; readonly of: Node | undefined }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly kind: "negation"; readonly of: Node }
  | { readonly kind: "if"; readonly condition: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: "call"; readonly name: string; readonly parameters: readonly Node[] };

/** A query that cannot be read, or a value that it cannot be applied to. */
export class JqError extends Error {
  override readonly name = "JqError";
}

const IDENTITY: Node = { kind: "identity" };
const TOKEN =
  /\s*(?:(\.\.|\/\/|==|!=|<=|>=|[.[\]{}():;,|?+\-*/%<>])|("(?:[^"\\]|\\.)*")|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*))/y;
/** From the loosest to the tightest; those of one row bind alike. */
const BINARY: readonly (readonly string[])[] = [
  ["|"],
  [","],
  ["//"],
  ["or"],
  ["and"],
  ["==", "!=", "<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];
/** In an object, "," ends a value: values begin to bind behind it. */
const BEHIND_COMMA = 2;
const KEYWORDS = ["and", "or", "if", "then", "elif", "else", "end"];

/** The query; throws JqError. */
export function parseJq(text: string): Node {
  const tokens = tokenize(text);
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const take = (): string => {
    const token = tokens[at];
    if (token === undefined) throw new JqError("The query ends too early.");
    at += 1;
    return token;
  };
  const accept = (token: string): boolean => {
    if (peek() !== token) return false;
    at += 1;
    return true;
  };
  const expect = (token: string): void => {
    if (!accept(token)) throw new JqError(`"${token}" is expected before "${peek() ?? "the end"}".`);
  };

  function expression(level: number): Node {
    const operators = BINARY[level];
    if (operators === undefined) return postfix();
    let left = expression(level + 1);
    for (let operator = peek(); operator !== undefined && operators.includes(operator); operator = peek()) {
      at += 1;
      // What is alternative, and what is piped, is read from the right.
      const right = operator === "//" || operator === "|" ? expression(level) : expression(level + 1);
      left = { kind: "binary", operator, left, right };
    }
    return left;
  }

  function postfix(): Node {
    let node = primary();
    for (;;) {
      if (peek() === "." && isName(tokens[at + 1])) {
        at += 1;
        node = field(node, { kind: "literal", value: nameOf(take()) });
      } else if (accept("[")) node = bracket(node);
      else if (peek() === "." && tokens[at + 1] === "[") {
        at += 2;
        node = bracket(node);
      } else return node;
    }
  }

  function bracket(of: Node): Node {
    if (accept("]")) return { kind: "iterate", of, isOptional: accept("?") };
    const name = expression(0);
    expect("]");
    return field(of, name);
  }

  function field(of: Node, name: Node): Node {
    return { kind: "field", of, name, isOptional: accept("?") };
  }

  function primary(): Node {
    const token = take();
    if (token === ".") {
      if (isName(peek())) return field(IDENTITY, { kind: "literal", value: nameOf(take()) });
      return accept("[") ? bracket(IDENTITY) : IDENTITY;
    }
    if (token === "(") {
      const inner = expression(0);
      expect(")");
      return inner;
    }
    if (token === "-") return { kind: "negation", of: postfix() };
    if (token === "{") return object();
    if (token === "[") {
      if (accept("]")) return { kind: "array", of: undefined };
      const of = expression(0);
      expect("]");
      return { kind: "array", of };
    }
    if (token.startsWith('"')) return { kind: "literal", value: textOf(token) };
    if (/^\d/.test(token)) return { kind: "literal", value: Number(token) };
    if (token === "true" || token === "false") return { kind: "literal", value: token === "true" };
    if (token === "null") return { kind: "literal", value: null };
    if (token === "if") return condition();
    if (/^[A-Za-z_]/.test(token) && !KEYWORDS.includes(token)) return call(token);
    throw new JqError(`"${token}" is not understood.`);
  }

  function condition(): Node {
    const test = expression(0);
    expect("then");
    const yes = expression(0);
    if (accept("elif")) return { kind: "if", condition: test, yes, no: condition() };
    const no = accept("else") ? expression(0) : IDENTITY;
    expect("end");
    return { kind: "if", condition: test, yes, no };
  }

  function call(name: string): Node {
    const parameters: Node[] = [];
    if (accept("(")) {
      do parameters.push(expression(0));
      while (accept(";"));
      expect(")");
    }
    return { kind: "call", name, parameters };
  }

  function object(): Node {
    const entries: [Node, Node][] = [];
    while (!accept("}")) {
      if (entries.length > 0) expect(",");
      const token = take();
      const key: Node = token === "(" ? expression(0) : { kind: "literal", value: nameOf(token) };
      if (token === "(") expect(")");
      else if (!isName(token)) throw new JqError(`"${token}" is no key.`);
      const value = accept(":") ? objectValue() : field(IDENTITY, key);
      entries.push([key, value]);
    }
    return { kind: "object", entries };
  }

  /** AWS: JQ: values may be piped without parentheses; a comma ends them. */
  function objectValue(): Node {
    const left = expression(BEHIND_COMMA);
    return accept("|") ? { kind: "binary", operator: "|", left, right: objectValue() } : left;
  }

  const node = expression(0);
  if (at < tokens.length) throw new JqError(`"${peek()}" is not expected.`);
  return node;
}

/** The keys that a query gives: those of the object that it makes. Throws JqError for another query. */
export function queryKeys(query: Node): readonly string[] {
  if (query.kind !== "object") throw new JqError("The query does not make an object.");
  return query.entries.map(([key]) => {
    if (key.kind !== "literal") throw new JqError("The query has keys that are not known beforehand.");
    return String(key.value);
  });
}

function tokenize(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; text.slice(end).trim() !== ""; end = TOKEN.lastIndex) {
    TOKEN.lastIndex = end;
    const match = TOKEN.exec(text);
    if (match === null) throw new JqError(`"${text.slice(end).trim()}" is not understood.`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function isName(token: string | undefined): boolean {
  return token !== undefined && /^(?:[A-Za-z_]|")/.test(token);
}

function nameOf(token: string): string {
  return token.startsWith('"') ? textOf(token) : token;
}

function textOf(token: string): string {
  if (token.includes("\\(")) throw new JqError("Texts with expressions in them are not implemented.");
  try {
    return String(JSON.parse(token));
  } catch {
    throw new JqError(`${token} is no text.`);
  }
}

// Reads a template of SES: the part of Handlebars that AWS documents ("Advanced email personalization": paths, each, if,
// inline partials), with the built-in helpers beside them (unless, with, lookup). Pure.

import { TemplateError, tokenize, type Token } from "./tokens.ts";

export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly expression: Expression }
  | {
      readonly kind: "block";
      readonly helper: "if" | "unless" | "each" | "with" | "section" | "inverse";
      readonly expression: Expression;
      /** Names for the element and its index: "as |item index|". */
      readonly names: readonly string[];
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    }
  | { readonly kind: "partial"; readonly name: string; readonly context?: Expression };

export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | undefined | null }
  /** `up` counts "../"; `data` is the name of "@index" and its like. */
  | { readonly kind: "path"; readonly text: string; readonly up: number; readonly parts: readonly string[] }
  | { readonly kind: "data"; readonly name: string }
  | { readonly kind: "lookup"; readonly of: Expression; readonly key: Expression };

export interface Template {
  readonly body: readonly Node[];
  readonly partials: ReadonlyMap<string, readonly Node[]>;
}

// LIMIT: blocks inside blocks, so that parsing needs no deep stack.
const DEEPEST = 100;

/** Throws TemplateError for what Handlebars would not read, and for helpers that it does not have. */
export function parseTemplate(text: string): Template {
  const tokens = tokenize(text);
  const partials = new Map<string, readonly Node[]>();
  let position = 0;

  // Reads up to the tag that ends or turns the block, which it leaves to whoever asked.
  function readNodes(depth: number): Node[] {
    if (depth > DEEPEST) throw new TemplateError("Blocks are nested too deeply.");
    const nodes: Node[] = [];
    for (let token = tokens[position]; token !== undefined; token = tokens[position]) {
      if (token.kind === "tag" && (token.sign === "/" || isElse(token))) return nodes;
      position += 1;
      if (token.kind === "text") nodes.push(token);
      else if (token.sign === "#*") readInline(token.content, depth);
      else if (token.sign === "#" || token.sign === "^") nodes.push(readBlock(token.sign, token.content, depth));
      else nodes.push(token.sign === ">" ? readPartial(token.content) : readValue(token.content));
    }
    return nodes;
  }

  function readBlock(sign: string, content: string, depth: number): Node {
    const { helper, expression, names } = readOpening(sign, content);
    const body = readNodes(depth + 1);
    const otherwise = readElse(depth);
    const closed = tokens[position];
    const name = HELPERS.has(helper) ? helper : (words(content)[0] ?? "");
    if (closed?.kind !== "tag" || closed.content !== name)
      throw new TemplateError(`Block "${name}" is not closed by its own end.`);
    position += 1;
    return { kind: "block", helper, expression, names, body, otherwise };
  }

  // {{else}}, or {{else if x}}, which is a block inside of the else that ends where the outer one does.
  function readElse(depth: number): Node[] {
    const token = tokens[position];
    if (token?.kind !== "tag" || !isElse(token)) return [];
    position += 1;
    const rest = token.content === "^" ? "" : token.content.replace(/^else\s*/, "");
    if (rest === "") return readNodes(depth + 1);
    const { helper, expression, names } = readOpening("#", rest);
    const body = readNodes(depth + 1);
    return [{ kind: "block", helper, expression, names, body, otherwise: readElse(depth + 1) }];
  }

  function readInline(content: string, depth: number): void {
    const [kind, name] = words(content);
    if (kind !== "inline" || name === undefined) throw new TemplateError(`Unknown decorator "${kind ?? ""}".`);
    partials.set(unquote(name), readNodes(depth + 1));
    const closed = tokens[position];
    if (closed?.kind !== "tag" || closed.content !== "inline")
      throw new TemplateError("An inline partial is not closed.");
    position += 1;
  }

  const body = readNodes(0);
  if (position < tokens.length) throw new TemplateError("A block is closed that was not opened.");
  return { body, partials };
}

const HELPERS: ReadonlySet<string> = new Set(["if", "unless", "each", "with"]);

type Block = Extract<Node, { kind: "block" }>;

function isElse(token: Token): boolean {
  if (token.kind !== "tag") return false;
  return (token.sign === "" && /^else\b/.test(token.content)) || (token.sign === "^" && token.content === "");
}

function readOpening(sign: string, content: string): Pick<Block, "helper" | "expression" | "names"> {
  const [, head = content, named = ""] = /^(.*?)(?:\s+as\s+\|([^|]*)\|)?$/s.exec(content) ?? [];
  const names = named.split(/\s+/).filter((name) => name !== "");
  const [first = "", ...rest] = words(head);
  if (sign === "^") return { helper: "inverse", expression: readExpression(head), names };
  const helper = (["if", "unless", "each", "with"] as const).find((name) => name === first);
  if (helper !== undefined) return { helper, expression: readExpression(rest.join(" ")), names };
  if (rest.length > 0) throw new TemplateError(`Missing helper: "${first}".`);
  return { helper: "section", expression: readExpression(head), names };
}

function readPartial(content: string): Node {
  const [name = "", ...context] = words(content);
  return {
    kind: "partial",
    name: unquote(name),
    ...(context.length === 0 ? {} : { context: readExpression(context.join(" ")) }),
  };
}

function readValue(content: string): Node {
  return { kind: "value", expression: readExpression(content) };
}

function readExpression(text: string): Expression {
  const inner = /^\((.*)\)$/s.exec(text.trim())?.[1] ?? text.trim();
  const [first, ...rest] = words(inner);
  if (first === undefined) throw new TemplateError("A tag is empty.");
  if (first === "lookup" && rest.length === 2) {
    const [of = "", key = ""] = rest;
    return { kind: "lookup", of: readExpression(of), key: readExpression(key) };
  }
  if (rest.length > 0) throw new TemplateError(`Missing helper: "${first}".`);
  if (/^["'].*["']$/s.test(first)) return { kind: "literal", value: unquote(first) };
  if (/^-?\d+(\.\d+)?$/.test(first)) return { kind: "literal", value: Number(first) };
  if (first === "true" || first === "false") return { kind: "literal", value: first === "true" };
  if (first === "null" || first === "undefined") return { kind: "literal", value: null };
  if (first.startsWith("@")) return { kind: "data", name: first.slice(1) };
  return readPath(first);
}

function readPath(text: string): Expression {
  const [prefix = ""] = /^(?:\.\.\/)*/.exec(text) ?? [];
  const rest = text.slice(prefix.length).replace(/^(?:this[./]|\.\/)/, "");
  const up = prefix.length / "../".length;
  if (rest === "this" || rest === "." || rest === "") return { kind: "path", text, up, parts: [] };
  if (rest === "..") return { kind: "path", text, up: up + 1, parts: [] };
  const parts = rest.match(/\[[^\]]*\]|[^./[\]]+/g) ?? [];
  if (parts.length === 0 || /[\s!"#%&'()*+,;<=>@\\^`{|}~]/.test(rest.replaceAll(/\[[^\]]*\]/g, "")))
    throw new TemplateError(`"${text}" is not a path.`);
  return { kind: "path", text, up, parts: parts.map((part) => part.replaceAll(/^\[|\]$/g, "")) };
}

// Words apart by blanks; texts in quotation marks, brackets and parentheses are one word each.
function words(text: string): string[] {
  return text.match(/"[^"]*"|'[^']*'|\([^()]*\)|(?:\[[^\]]*\]|[^\s"'()[])+/g) ?? [];
}

function unquote(text: string): string {
  return text.replaceAll(/^["']|["']$/g, "");
}

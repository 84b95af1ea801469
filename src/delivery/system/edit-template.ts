// Changes one value in a template's source and leaves every other character as it is: comments, order, quotes, short tags.

import { isMap, isNode, isPair, isScalar, isSeq, parseDocument, stringify } from "yaml";
import type { Node, Pair, YAMLMap } from "yaml";

/** Why a value was not changed, as a sentence. */
export interface EditRefusal {
  readonly refusal: string;
}

/**
 * The text with `value` at a path such as ["Resources", "Queue", "Properties", "DelaySeconds"]; undefined as a value takes
 * the member away. Refused where a function of CloudFormation makes the value, and where the path leads nowhere.
 */
export function editTemplate(
  text: string,
  path: readonly string[],
  value: unknown,
): { readonly text: string } | EditRefusal {
  const document = parseDocument(text, {
    version: "1.1",
    keepSourceTokens: true,
    uniqueKeys: false,
    logLevel: "silent",
  });
  if (document.errors.length > 0) return { refusal: "The template has a syntax error." };
  let node: Node | null = document.contents;
  let holder: { readonly map: YAMLMap; readonly pair: Pair } | undefined;
  for (const [depth, name] of path.entries()) {
    if (node === null) return { refusal: `Nothing is at ${path.slice(0, depth).join(".")}.` };
    const obstacle = functionAt(node);
    if (obstacle !== undefined) return { refusal: `${obstacle} makes the value at ${path.slice(0, depth).join(".")}.` };
    if (isSeq(node)) {
      const item: unknown = node.items[Number(name)];
      if (!isNode(item)) return { refusal: `The list at ${path.slice(0, depth).join(".")} has no item ${name}.` };
      node = item;
      holder = undefined;
    } else if (isMap(node)) {
      const map: YAMLMap = node;
      const pair: Pair | undefined = map.items.find((each) => isScalar(each.key) && String(each.key.value) === name);
      if (pair === undefined) {
        if (value === undefined) return { text };
        return insert(text, map, path.slice(depth), value);
      }
      holder = { map, pair };
      node = isNode(pair.value) ? pair.value : null;
    } else {
      return { refusal: `The value at ${path.slice(0, depth).join(".")} has no members.` };
    }
  }
  if (node === null) return { refusal: `Nothing is at ${path.join(".")}.` };
  const obstacle = functionAt(node);
  if (obstacle !== undefined) return { refusal: `${obstacle} makes the value at ${path.join(".")}.` };
  const key = holder?.pair.key;
  if (value !== undefined) return replace(text, node, isNode(key) ? key : undefined, value);
  if (holder === undefined) return { refusal: "Items of lists are not taken away." };
  return remove(text, holder.map, holder.pair);
}

/** The function that a node stands for: a short tag, or a map of one member that is named as one. */
function functionAt(node: Node): string | undefined {
  const { tag } = node;
  if (tag !== undefined && tag.startsWith("!")) return tag;
  if (!isMap(node) || node.items.length !== 1) return undefined;
  const [pair] = node.items;
  const name = isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : "";
  return name === "Ref" || name.startsWith("Fn::") ? name : undefined;
}

function replace(text: string, node: Node, key: Node | undefined, value: unknown): { readonly text: string } {
  const [start = 0, valueEnd = 0] = node.range ?? [];
  const isBlock = !isInFlow(text, node) && (!isScalar(node) || /[|>]/.test(text[start] ?? ""));
  const end = isBlock ? trimmedEnd(text, start, valueEnd) : valueEnd;
  if (isInFlow(text, node)) return { text: splice(text, start, end, JSON.stringify(value)) };
  const isNested = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isNested) {
    const inline = isScalar(node) ? scalarLike(text.slice(start, end), value) : inlineText(value);
    // What was a block below its key goes behind it now.
    if (!isBlock || key === undefined) return { text: splice(text, start, end, inline) };
    return { text: splice(text, key.range?.[1] ?? 0, end, `: ${inline}`) };
  }
  // Items of a list stand behind their dash; all else goes below its key.
  if (key === undefined) return { text: splice(text, start, end, blockText(value, columnOf(text, start)).trimStart()) };
  const keyEnd = key.range?.[1] ?? 0;
  const body = blockText(value, columnOf(text, key.range?.[0] ?? 0) + 2);
  return { text: splice(text, keyEnd, end, `:\n${body}`) };
}

function insert(
  text: string,
  map: YAMLMap,
  rest: readonly string[],
  value: unknown,
): { readonly text: string } | EditRefusal {
  const [name = "", ...below] = rest;
  const nested = below.reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
  const last = map.items.at(-1);
  const key = last?.key;
  if (!isNode(key) || last === undefined) return { refusal: `The map that should get ${name} is empty.` };
  if (map.flow === true || isInFlow(text, map)) {
    const end = isNode(last.value) ? (last.value.range?.[1] ?? 0) : (key.range?.[1] ?? 0);
    const isJson = /^["{]/.test(text.slice(key.range?.[0] ?? 0));
    return { text: splice(text, end, end, `, ${isJson ? JSON.stringify(name) : name}: ${JSON.stringify(nested)}`) };
  }
  const indent = columnOf(text, key.range?.[0] ?? 0);
  const end = isNode(last.value)
    ? trimmedEnd(text, last.value.range?.[0] ?? 0, last.value.range?.[1] ?? 0)
    : (key.range?.[1] ?? 0);
  // Behind a comment on the last member's line.
  const lineEnd = text.indexOf("\n", end) === -1 ? text.length : text.indexOf("\n", end);
  return { text: splice(text, lineEnd, lineEnd, `\n${blockText({ [name]: nested }, indent)}`) };
}

function remove(text: string, map: YAMLMap, pair: Pair): { readonly text: string } | EditRefusal {
  if (map.flow === true || map.items.length === 1)
    return { refusal: "The last member of a map, or one on a line of several, is not taken away." };
  const key = pair.key;
  const start = isNode(key) ? (key.range?.[0] ?? 0) : 0;
  const end = isNode(pair.value) ? trimmedEnd(text, start, pair.value.range?.[1] ?? start) : start;
  const lineStart = text.lastIndexOf("\n", start) + 1;
  const lineEnd = text.indexOf("\n", end) === -1 ? text.length : text.indexOf("\n", end) + 1;
  return { text: splice(text, lineStart, lineEnd, "") };
}

/** A scalar in the form that the old one had: quoted as it was, or bare. */
function scalarLike(old: string, value: unknown): string {
  const quote = old[0];
  if (typeof value === "string" && quote === '"') return JSON.stringify(value);
  if (typeof value === "string" && quote === "'" && !value.includes("\n")) return `'${value.replaceAll("'", "''")}'`;
  return inlineText(value);
}

/** On one line. */
function inlineText(value: unknown): string {
  return stringify(value, { version: "1.1", lineWidth: 0, blockQuote: false }).trimEnd();
}

function blockText(value: unknown, indent: number): string {
  const pad = " ".repeat(indent);
  return stringify(value, { version: "1.1", lineWidth: 0, blockQuote: false })
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? line : pad + line))
    .join("\n");
}

function isInFlow(text: string, node: Node): boolean {
  if ((isMap(node) || isSeq(node)) && node.flow === true) return true;
  // JSON documents are flow throughout.
  return /^\s*\{/.test(text);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** Where a value's own text ends: ranges of blocks reach over the empty lines and comments behind them. */
function trimmedEnd(text: string, start: number, end: number): number {
  const kept = text.slice(start, end).split("\n");
  while (kept.length > 1 && /^\s*(#.*)?$/.test(kept.at(-1) ?? "")) kept.pop();
  return start + kept.join("\n").trimEnd().length;
}

function splice(text: string, start: number, end: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

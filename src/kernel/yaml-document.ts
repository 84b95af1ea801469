// Reads YAML as CloudFormation's reader does where the parser here is stricter, or keeps to another version of YAML. Public templates have both: quoted
// text and flow collections whose lines are indented less than what they belong to, and block text that ends with the file.

import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";

type Options = NonNullable<Parameters<typeof parseDocument>[1]>;

/** A document, and where its lines begin. */
export interface YamlDocument {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

// LIMIT: ours. Each mending reads the text anew: a large text is mended a few times, a small one as often as it takes.
const MOST_CHARACTERS_READ = 20_000_000;

/** Reads a text; what is wrong with it is in the document's errors. Lines that had to be indented keep their number. */
export function readYaml(text: string, options: Options): YamlDocument {
  const read = (source: string): YamlDocument => {
    const lines = new LineCounter();
    return { document: parseDocument(source, { ...options, lineCounter: lines }), lines };
  };
  const first = read(text);
  let mended = text;
  let found = first;
  for (let characters = text.length; found.document.errors.length > 0; characters += mended.length) {
    const [error] = found.document.errors;
    const next = error === undefined ? undefined : indented(mended, error);
    // What cannot be mended is told of as it was written.
    if (next === undefined || characters > MOST_CHARACTERS_READ) return first;
    mended = next;
    found = read(mended);
  }
  if (!text.endsWith("\n")) endWithText(found.document);
  return found;
}

/**
 * The text with the lines indented at which the parser gave up on something that may take several; undefined for other errors.
 * AWS: CloudFormation's reader (SnakeYAML) asks for no indentation within quotes and brackets.
 */
function indented(text: string, { message, pos }: { message: string; pos: readonly number[] }): string | undefined {
  const [offset = 0] = pos;
  const quote = /^Missing closing (?<quote>['"])quote/.exec(message)?.groups?.["quote"];
  if (quote === undefined && !/in block collection must be sufficiently indented and end with/.test(message))
    return undefined;
  // Of quotes the parser names the end of the last line that it took, of brackets the first that it did not take.
  const start = quote === undefined ? text.lastIndexOf("\n", offset - 1) + 1 : text.indexOf("\n", offset) + 1;
  if (start === 0) return undefined;
  const end = quote === undefined ? endOfBrackets(text, start) : endOfQuotes(text, start, quote);
  if (end === undefined) return undefined;
  const before = text.slice(0, start).trimEnd();
  const least = (/^[\s?-]*/.exec(before.slice(before.lastIndexOf("\n") + 1))?.[0] ?? "").length + 1;
  const lines = text.slice(start, end).split("\n");
  const padded = lines.map((line) => " ".repeat(Math.max(0, least - line.length + line.trimStart().length)) + line);
  const mended = text.slice(0, start) + padded.join("\n") + text.slice(end);
  return mended === text ? undefined : mended;
}

function endOfQuotes(text: string, start: number, quote: string): number | undefined {
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (quote === '"' && character === "\\") at += 1;
    else if (character === quote && quote === "'" && text[at + 1] === "'") at += 1;
    else if (character === quote) return at;
  }
  return undefined;
}

/** Where the innermost bracket that is open at `start` closes; what is around it is looked at when the parser gives up there. */
function endOfBrackets(text: string, start: number): number | undefined {
  let depth = 1;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === '"' || character === "'") at = endOfQuotes(text, at + 1, character) ?? text.length;
    else if (character === "#" && /\s/.test(text[at - 1] ?? "")) at = text.indexOf("\n", at) - 1;
    else if ("{[".includes(character)) depth += 1;
    else if ("}]".includes(character) && (depth -= 1) === 0) return at;
    if (at < start) return undefined;
  }
  return undefined;
}

/** AWS: CloudFormation's reader (SnakeYAML) keeps a block's last line break where there is one: none, at the end of a file without. */
function endWithText(document: Document.Parsed): void {
  let node: unknown = document.contents;
  while (isMap(node) || isSeq(node)) node = isMap(node) ? node.items.at(-1)?.value : node.items.at(-1);
  if (!isScalar(node) || !String(node.type).startsWith("BLOCK_")) return;
  if (typeof node.value === "string") node.value = node.value.replace(/\n$/, "");
}

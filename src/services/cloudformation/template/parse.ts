// Text to template: JSON and YAML with CloudFormation's short tags become plain values in the long form of all
// functions, and every object, list and member keeps the place where its author wrote it.

import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, visit } from "yaml";
import type { Document, Node, Scalar, ScalarTag } from "yaml";
import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";
import type { SourcePosition } from "../../../kernel/diagnostics.ts";
import { requireShallowYaml, TooDeepError } from "../../../kernel/yaml-depth.ts";
import { readYaml } from "../../../kernel/yaml-document.ts";
import { isRecord, memberOf, setMember } from "./values.ts";

/** Where things are written. Values that a transform made have no place. */
export interface Positions {
  readonly file: string;
  /** The place of an object or a list, or of one of its members. */
  of(owner: object, member?: string | number): SourcePosition | undefined;
}

export interface ParsedTemplate {
  /** Plain JSON values; undefined where the text is not well formed. */
  readonly value: unknown;
  readonly positions: Positions;
  readonly problems: readonly Problem[];
}

/** How a text is read beside what a template is. */
export interface ReadingOptions {
  /** True for files that somebody packages before they are sent, which writes out what aliases stand for. */
  readonly takesAliases?: boolean;
}

/** Parses a template. `file` is what positions name; by default "template.json" or "template.yaml", by the syntax. */
export function parseTemplate(text: string, file?: string, options: ReadingOptions = {}): ParsedTemplate {
  const parsed = text.trimStart().startsWith("{")
    ? parseJson(text, file, options)
    : parseYaml(text, file ?? "template.yaml", options);
  return depthOf(parsed.value) <= DEEPEST ? parsed : { ...parsed, value: undefined, problems: [tooDeep()] };
}

function tooDeep(): Problem {
  return problem({
    code: "TEMPLATE_SYNTAX",
    summary: "The template is nested too deeply.",
    detail: `Its values stand in one another more than ${DEEPEST} deep.`,
    awsMessage: "Template format error: the template is nested too deeply.",
    position: undefined,
  });
}

// LIMIT: ours. Everything that walks a template needs some stack for each level; AWS's own limit is not documented.
const DEEPEST = 200;

/** How deep values stand in one another; without recursion, for nobody has looked yet. */
function depthOf(value: unknown): number {
  let level: unknown[] = [value];
  for (let depth = 0; ; depth++) {
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
    if (level.length === 0 || depth > DEEPEST) return depth;
  }
}

/**
 * JSON.parse reads a template of a thousand resources in a few milliseconds but knows no places; they are read with the
 * YAML parser (JSON is YAML), only when somebody asks, and laid over the values.
 */
function parseJson(text: string, file: string | undefined, options: ReadingOptions): ParsedTemplate {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What starts with "{" may still be YAML in flow style, and the YAML parser knows the place of an error.
    return parseYaml(text, file ?? "template.json", options);
  }
  const name = file ?? "template.json";
  let places: PlaceTable | undefined;
  return {
    value,
    problems: [],
    positions: {
      file: name,
      of(owner, member) {
        if (places === undefined) {
          const lines = new LineCounter();
          places = new PlaceTable(name, lines);
          readNode(parseDocument(text, { ...YAML_OPTIONS, lineCounter: lines }), places, value);
        }
        return places.of(owner, member);
      },
    },
  };
}

function parseYaml(text: string, file: string, { takesAliases }: ReadingOptions): ParsedTemplate {
  try {
    requireShallowYaml(text);
  } catch (error) {
    if (!(error instanceof TooDeepError)) throw error;
    return { value: undefined, positions: new PlaceTable(file, new LineCounter()), problems: [tooDeep()] };
  }
  const { document, lines } = readYaml(text, YAML_OPTIONS);
  const places = new PlaceTable(file, lines);
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col: column } = lines.linePos(error.pos[0]);
    const format = file.endsWith(".json") ? "JSON" : "YAML";
    const found = problem({
      code: "TEMPLATE_SYNTAX",
      summary: "The template is not well formed.",
      detail: `${error.message.split(" at line ")[0] ?? error.message}.`,
      // AWS: "Template format error: YAML not well-formed. (line 3, column 5)".
      awsMessage: `Template format error: ${format} not well-formed. (line ${line}, column ${column})`,
      position: { file, line, column },
    });
    return { value: undefined, positions: places, problems: [found] };
  }
  const alias = takesAliases === true ? undefined : firstAlias(document);
  if (alias !== undefined) {
    const { line, col: column } = lines.linePos(alias);
    const found = problem({
      code: "TEMPLATE_SYNTAX",
      summary: "A template cannot have YAML aliases.",
      detail:
        "CloudFormation reads none. Package the template, which writes out what they stand for, or write it out yourself.",
      // AWS: this sentence, as observed.
      awsMessage: "Template error: YAML aliases are not allowed in CloudFormation templates",
      position: { file, line, column },
    });
    return { value: undefined, positions: places, problems: [found] };
  }
  if (aliasedNodes(document) > MOST_ALIASED_NODES) {
    const found = problem({
      code: "TEMPLATE_SYNTAX",
      summary: "The template grows without bound.",
      detail: `Its YAML aliases stand for more than ${MOST_ALIASED_NODES} values, or for themselves.`,
      awsMessage: "Template format error: YAML aliases stand for too many values.",
      position: { file, line: 1, column: 1 },
    });
    return { value: undefined, positions: places, problems: [found] };
  }
  return { value: readNode(document, places), positions: places, problems: [] };
}

/** Where the first alias stands. */
function firstAlias(document: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias(_key, node) {
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

// LIMIT: ours. A few hundred bytes of aliases to aliases can stand for billions of values, which would stop the server.
const MOST_ALIASED_NODES = 20_000;

/** How many nodes the document's aliases stand for, in one walk over what is written; Infinity if one contains itself. */
function aliasedNodes(document: Document.Parsed): number {
  // Of each node: how many nodes it stands for, aliases counted through. Infinity while its walk is under way.
  const sizes = new Map<unknown, number>();
  let aliased = 0;

  function sizeOf(node: unknown): number {
    if (isAlias(node)) {
      const target = node.resolve(document);
      const size = target === undefined ? 1 : (sizes.get(target) ?? sizeOf(target));
      aliased += size;
      return size;
    }
    const children = isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : isSeq(node) ? node.items : [];
    if (children.length === 0) return 1;
    sizes.set(node, Infinity);
    const size = children.reduce<number>((sum, child) => sum + sizeOf(child), 1);
    sizes.set(node, size);
    return size;
  }

  sizeOf(document.contents);
  return aliased;
}

// AWS: CloudFormation reads YAML 1.1 without timestamps, binaries, sets and ordered maps (User Guide, "Template format").
const UNSUPPORTED_TAGS = new Set(["timestamp", "binary", "omap", "pairs", "set"]);

/** "E3006" is a name: the parser's own pattern takes it for a number without digits before its exponent. */
const NUMBER_WITH_EXPONENT: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  format: "EXP",
  test: /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)[eE][-+]?[0-9]+$/,
  resolve: (text) => Number(text.replaceAll("_", "")),
};

const YAML_OPTIONS: NonNullable<Parameters<typeof parseDocument>[1]> = {
  version: "1.1",
  merge: false,
  logLevel: "error",
  // Real templates have members twice; CloudFormation takes the last one.
  uniqueKeys: false,
  strict: false,
  customTags: (tags) =>
    tags
      .filter((tag) => !UNSUPPORTED_TAGS.has(typeof tag === "string" ? tag : tag.tag.replace(/^.*:/, "")))
      .map((tag) => (typeof tag === "object" && tag.format === "EXP" ? NUMBER_WITH_EXPONENT : tag)),
};

/** Places by object identity, so that they survive being moved around by a transform. */
class PlaceTable implements Positions {
  readonly file: string;
  readonly #lines: LineCounter;
  readonly #places = new WeakMap<object, Map<string | number | undefined, number>>();

  constructor(file: string, lines: LineCounter) {
    this.file = file;
    this.#lines = lines;
  }

  set(owner: object, member: string | number | undefined, offset: number | undefined): void {
    if (offset === undefined) return;
    let members = this.#places.get(owner);
    if (members === undefined) this.#places.set(owner, (members = new Map()));
    if (!members.has(member)) members.set(member, offset);
  }

  of(owner: object, member?: string | number): SourcePosition | undefined {
    const members = this.#places.get(owner);
    const offset = members?.get(member) ?? members?.get(undefined);
    if (offset === undefined) return undefined;
    const { line, col: column } = this.#lines.linePos(offset);
    return { file: this.file, line, column };
  }
}

/** A document's plain value. With `known`, nothing is made: the places are laid over that value of the same form. */
function readNode(document: Document.Parsed, places: PlaceTable, known?: unknown): unknown {
  const offsetOf = (node: unknown): number | undefined =>
    typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)
      ? Number(node.range[0])
      : undefined;

  function read(node: unknown, same: unknown): unknown {
    if (isAlias(node)) return read(node.resolve(document), same);
    const value = readPlain(node, same);
    const tag = known === undefined ? shortTag(node) : undefined;
    if (tag === undefined) return value;
    const long = { [tag]: tag === "Fn::GetAtt" ? attributePath(value) : value };
    places.set(long, undefined, offsetOf(node));
    places.set(long, tag, offsetOf(node));
    return long;
  }

  function readPlain(node: unknown, same: unknown): unknown {
    if (isMap(node)) {
      const object: Record<string, unknown> = isRecord(same) ? same : {};
      places.set(object, undefined, offsetOf(node));
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? scalarKey(key) : String(key);
        places.set(object, name, offsetOf(key));
        const child = read(value, memberOf(object, name));
        if (known === undefined) setMember(object, name, child);
      }
      return object;
    }
    if (isSeq(node)) {
      const list: unknown[] = Array.isArray(same) ? same : [];
      places.set(list, undefined, offsetOf(node));
      for (const [index, item] of node.items.entries()) {
        places.set(list, index, offsetOf(item));
        const child = read(item, list[index]);
        if (known === undefined) list.push(child);
      }
      return list;
    }
    return isScalar(node) ? scalarValue(node) : null;
  }

  return read(document.contents, known);
}

function scalarKey(key: Scalar): string {
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

/**
 * DEVIATION: whole numbers that YAML 1.1 reads otherwise than they look (octal 0755, base sixty 12:30) and those that a
 * double cannot hold stay the text that the author wrote: they are account ids, versions and times, not numbers.
 */
function scalarValue(scalar: Scalar): unknown {
  const { value, source } = scalar;
  if (typeof value === "bigint") return source ?? value.toString();
  if (typeof value !== "number" || source === undefined) return value;
  // "." alone is a float without digits to the parser.
  if (source.includes(":") || /^[-+]?0\d/.test(source) || !/\d|inf|nan/i.test(source)) return source;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? source : value;
}

/** "!Sub" is "Fn::Sub"; Ref and Condition have no prefix. */
function shortTag(node: unknown): string | undefined {
  const tag = (node as Node | null)?.tag;
  if (tag === undefined || !tag.startsWith("!") || tag.length < 2) return undefined;
  const name = tag.slice(1);
  return name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
}

/** "Queue.Arn" is ["Queue", "Arn"]; an attribute may contain further dots. */
function attributePath(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const dot = value.indexOf(".");
  return dot === -1 ? value : [value.slice(0, dot), value.slice(dot + 1)];
}

// Reads CloudFormation and SAM templates, YAML or JSON, into the long form (short tags become `Fn::` objects), and
// remembers where each part stood, so that an error can name its line.

import { readFile } from "node:fs/promises";
import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Document, Node, Pair } from "yaml";
import type { Diagnostic, SourcePosition } from "../../kernel/diagnostics.ts";
import { readYaml } from "../../kernel/yaml-document.ts";
import { createPositions, notePlace, placesOfJson } from "./places.ts";
import type { Place } from "./places.ts";
import type { CachedTemplate, TemplateCache } from "./template-cache.ts";

/** A value of a template in long form: what JSON can hold. */
export type TemplateValue = null | boolean | number | string | TemplateValue[] | { [name: string]: TemplateValue };

/** An object of a template in long form. */
export type TemplateObject = { [name: string]: TemplateValue };

export interface Template {
  /** Path as the author would write it. */
  readonly file: string;
  /** The whole template in long form. Treat as frozen; rewriting makes a copy. */
  readonly body: TemplateObject;
  /** The place of the value at a path such as ["Resources", "Queue", "Type"], or of its nearest parent that has one. */
  positionOf(path: readonly string[]): SourcePosition | undefined;
}

// AWS: "Intrinsic function reference" lists the functions which have a short form; `Ref` and `Condition` lose the prefix.
const SHORT_TAGS: Readonly<Record<string, string>> = {
  "!Ref": "Ref",
  "!Condition": "Condition",
  ...Object.fromEntries(
    [
      "And",
      "Base64",
      "Cidr",
      "Equals",
      "FindInMap",
      "ForEach",
      "GetAtt",
      "GetAZs",
      "GetStackOutput",
      "If",
      "ImportValue",
      "Join",
      "Length",
      "Not",
      "Or",
      "Select",
      "Split",
      "Sub",
      "ToJsonString",
      "Transform",
    ].map((name) => [`!${name}`, `Fn::${name}`]),
  ),
};

/** Reads the template at `path`; `shownAs` is how messages name it. Problems of the text come as diagnostics. */
export async function loadTemplate(path: string, shownAs: string, cache?: TemplateCache): Promise<ParsedTemplate> {
  const text = await readFile(path, "utf8");
  const parsed = parseJson(text, shownAs);
  if (parsed !== undefined) return parsed;
  const known = await cache?.load(text);
  if (known !== undefined) return { template: templateOf(shownAs, text, known), diagnostics: [] };
  const { template, diagnostics, places } = parseYaml(text, shownAs);
  if (diagnostics.length === 0) await cache?.save(text, { body: template.body, places: () => places });
  return { template, diagnostics };
}

/** As loadTemplate, from the text itself. */
export function parseTemplate(text: string, file: string): ParsedTemplate {
  return parseJson(text, file) ?? parseYaml(text, file);
}

interface ParsedTemplate {
  readonly template: Template;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A JSON template without faults, in a fiftieth of the time that the YAML parser takes: what the CDK writes has thousands of
 * lines. Where its parts stand is found out when it is first asked for, which is when something is wrong with them.
 */
function parseJson(text: string, file: string): ParsedTemplate | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  let body: TemplateValue;
  try {
    body = JSON.parse(text) as TemplateValue;
  } catch {
    // YAML's flow style, or a fault, whose place the other parser tells.
    return undefined;
  }
  if (!isTemplateObject(body) || !isTemplateObject(body["Resources"])) return undefined;
  let places: Place | undefined;
  return { template: templateOf(file, text, { body, places: () => (places ??= placesOfJson(text)) }), diagnostics: [] };
}

function templateOf(file: string, text: string, { body, places }: CachedTemplate): Template {
  return { file, body, positionOf: createPositions(file, text, places) };
}

function parseYaml(text: string, file: string): ParsedTemplate & { readonly places: Place } {
  // AWS: templates are YAML 1.1 ("Working with CloudFormation templates"), but a date stays text: "2012-10-17".
  // JSON is read the same way, as it is a part of YAML.
  const { document, lines } = readYaml(text, {
    version: "1.1",
    // Real templates have members twice and flow lines without indentation; CloudFormation's own reader takes both.
    uniqueKeys: false,
    strict: false,
    prettyErrors: false,
    logLevel: "silent",
    customTags: (tags) =>
      tags.filter(
        (tag) =>
          typeof tag === "string" ||
          !(tag.tag === "tag:yaml.org,2002:timestamp" || ("format" in tag && tag.format === "TIME")),
      ),
  });
  const diagnostics: Diagnostic[] = [];
  const places: Place = [0];
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };

  // Only the first: those after it are mostly its consequences.
  for (const error of document.errors.slice(0, 1)) {
    diagnostics.push({
      severity: "error",
      code: "TEMPLATE_SYNTAX",
      summary: "The template cannot be read.",
      detail: `${error.message.replace(/\.?$/, ".")} Correct the YAML or JSON at this place.`,
      position: at(error.pos[0]),
    });
  }

  const reader: Reader = { document, diagnostics, at };
  const root: Spot = { name: "", parent: undefined, place: places };
  const value =
    document.errors.length > 0 || document.contents === null ? {} : convert(reader, document.contents, root);
  const isObject = isTemplateObject(value);
  if (document.errors.length === 0 && (!isObject || !isTemplateObject(value["Resources"]))) {
    diagnostics.push({
      severity: "error",
      code: "TEMPLATE_WITHOUT_RESOURCES",
      summary: "The template has no resources.",
      detail: 'A template is an object with at least one resource below "Resources".',
      position: { file, line: 1, column: 1 },
    });
  }
  const template = templateOf(file, text, { body: isObject ? value : {}, places: () => places });
  return { template, diagnostics, places };
}

/** Whether a value is an object (and not a list or null). */
export function isTemplateObject(value: TemplateValue | undefined): value is TemplateObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value if it is text; undefined otherwise. */
export function textOf(value: TemplateValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The object at a path of object members, or an empty one. */
export function objectAt(value: TemplateValue | undefined, ...path: readonly string[]): TemplateObject {
  let current = value;
  for (const name of path) current = isTemplateObject(current) ? current[name] : undefined;
  return isTemplateObject(current) ? current : {};
}

interface Reader {
  readonly document: Document;
  readonly diagnostics: Diagnostic[];
  at(offset: number): SourcePosition;
}

/** Where the reader is: the way from the template's root, and the place that is noted for it. */
interface Spot {
  readonly name: string;
  readonly parent: Spot | undefined;
  readonly place: Place;
}

function convert(reader: Reader, node: Node, spot: Spot): TemplateValue {
  if (isAlias(node)) {
    const target = node.resolve(reader.document);
    return target === undefined ? null : convert(reader, target, spot);
  }
  const tag = node.tag;
  if (tag === undefined || !tag.startsWith("!")) return convertUntagged(reader, node, spot);
  const name = SHORT_TAGS[tag];
  if (name === undefined) {
    reader.diagnostics.push({
      severity: "error",
      code: "TEMPLATE_UNKNOWN_TAG",
      summary: "The template uses a short form that CloudFormation does not have.",
      detail: `"${tag}" is not the short form of an intrinsic function. Check its spelling, or quote the text.`,
      position: reader.at(node.range?.[0] ?? 0),
      path: pathOf(spot).join("."),
    });
    return null;
  }
  const argument = convertUntagged(reader, node, spot);
  return { [name]: name === "Fn::GetAtt" && typeof argument === "string" ? splitAttribute(argument) : argument };
}

// AWS: "Fn::GetAtt": the short form separates the logical id from the attribute's name by the first dot.
function splitAttribute(text: string): TemplateValue {
  const dot = text.indexOf(".");
  return dot === -1 ? text : [text.slice(0, dot), text.slice(dot + 1)];
}

function convertUntagged(reader: Reader, node: Node, spot: Spot): TemplateValue {
  if (isMap(node)) {
    const object: TemplateObject = {};
    for (const pair of node.items) addPair(reader, object, pair, spot);
    return object;
  }
  if (isSeq(node))
    return node.items.map((item, index) => convert(reader, item as Node, enter(spot, String(index), item as Node)));
  return isScalar(node) ? scalarValue(node.value, node.source, node.type) : null;
}

function addPair(reader: Reader, object: TemplateObject, pair: Pair, spot: Spot): void {
  const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : String(pair.key);
  if (key === "<<" && pair.value !== null) {
    // A YAML merge key; members that stand in the object itself win.
    const merged = convert(reader, pair.value as Node, spot);
    for (const source of Array.isArray(merged) ? merged : [merged])
      if (isTemplateObject(source)) for (const [name, value] of Object.entries(source)) object[name] ??= value;
    return;
  }
  const inside = enter(spot, key, pair.key as Node);
  object[key] = pair.value === null ? null : convert(reader, pair.value as Node, inside);
}

function enter(spot: Spot, name: string, node: Node): Spot {
  // What is made of nothing stands where it is used.
  const offset = node.range?.[0] ?? spot.place[0];
  return { name, parent: spot, place: notePlace(spot.place, name, offset) };
}

function pathOf(spot: Spot): readonly string[] {
  return spot.parent === undefined ? [] : [...pathOf(spot.parent), spot.name];
}

// A number whose text would change (a leading zero of an account id, "1.10") stays text: CloudFormation converts text to
// numbers where a property needs one, but nobody brings a lost zero back.
function scalarValue(value: unknown, source: string | undefined, type: string | undefined): TemplateValue {
  if (typeof value === "number" || typeof value === "bigint") {
    const isPlain = type === undefined || type === "PLAIN";
    return isPlain && source !== undefined && String(value) !== source ? source : Number(value);
  }
  // YAML 1.1 calls a lone "y" or "n" a truth value; the readers of CloudFormation's tools never did.
  if (typeof value === "boolean" && source !== undefined && /^[yn]$/i.test(source)) return source;
  if (typeof value === "boolean" || typeof value === "string") return value;
  return value === null || value === undefined ? null : (source ?? "");
}

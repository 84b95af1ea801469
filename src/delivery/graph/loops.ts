// Fn::ForEach written out, so that the graph sees the resources, outputs and conditions that loops make. A loop whose collection only the cloud
// knows, or that is wrong, stays as it is written: deploying it tells what is wrong. Pure.
// AWS: Template Reference, "Fn::ForEach".

import { isTemplateObject, objectAt } from "../system/template.ts";
import type { Template, TemplateObject, TemplateValue } from "../system/template.ts";
import type { Unit } from "../system/system.ts";

const PREFIX = "Fn::ForEach::";
const EXTENSIONS = "AWS::LanguageExtensions";
const SECTIONS = ["Conditions", "Resources", "Outputs"];
// LIMIT: ours. Loops in loops can stand for more than fits into memory; the cloud refuses as many, too.
const MOST_VALUES = 50_000;

/** The items of a collection; undefined where they are not known. */
export type ItemsOf = (collection: TemplateValue) => readonly string[] | undefined;

/**
 * The unit with the loops of its template written out when the template is first looked at; the unit itself if it has none. What a loop made
 * has the place of the loop.
 */
export function withLoops(unit: Unit, itemsOf: ItemsOf): Unit {
  const { template } = unit;
  if (!transformsOf(template.body).includes(EXTENSIONS) || !hasLoops(template.body)) return unit;
  let expanded: Expanded | undefined;
  const open = (): Expanded => {
    // Set before it is worked out: a collection that needs this very template finds it as it is written.
    if (expanded === undefined) {
      expanded = { body: template.body, origins: new Map() };
      expanded = expand(template.body, itemsOf);
    }
    return expanded;
  };
  const opened: Template = {
    ...template,
    get body() {
      return open().body;
    },
    positionOf([section = "", name = "", ...rest]) {
      const origin = open().origins.get(`${section}\n${name}`);
      return template.positionOf(origin === undefined ? [section, name, ...rest] : [section, origin, ...rest]);
    },
  };
  return { ...unit, template: opened };
}

interface Expanded {
  readonly body: TemplateObject;
  /** The loop that made a member, by "SECTION\nMEMBER". */
  readonly origins: ReadonlyMap<string, string>;
}

function expand(body: TemplateObject, itemsOf: ItemsOf): Expanded {
  const origins = new Map<string, string>();
  const writer = new LoopWriter(itemsOf);
  const result: TemplateObject = { ...body };
  for (const section of SECTIONS) {
    const members = body[section];
    if (!isTemplateObject(members)) continue;
    const made: TemplateObject = {};
    for (const [name, member] of Object.entries(members)) {
      for (const [key, value] of writer.member(name, member)) {
        made[key] = value;
        if (key !== name) origins.set(`${section}\n${key}`, name);
      }
    }
    result[section] = made;
  }
  return { body: result, origins };
}

class LoopWriter {
  readonly #itemsOf: ItemsOf;
  #values = 0;

  constructor(itemsOf: ItemsOf) {
    this.#itemsOf = itemsOf;
  }

  /** What a member of an object becomes: itself, or what its loop makes. */
  member(name: string, value: TemplateValue): [string, TemplateValue][] {
    return (name.startsWith(PREFIX) ? this.#loop(value) : undefined) ?? [[name, this.#value(value)]];
  }

  #value(value: TemplateValue): TemplateValue {
    if (Array.isArray(value)) return value.map((item) => this.#value(item));
    if (!isTemplateObject(value)) return value;
    return Object.fromEntries(Object.entries(value).flatMap(([name, child]) => this.member(name, child)));
  }

  #loop(argument: TemplateValue): [string, TemplateValue][] | undefined {
    if (!Array.isArray(argument) || argument.length !== 3) return undefined;
    const [identifier, collection = null, fragment = null] = argument;
    const items = this.#itemsOf(collection);
    if (typeof identifier !== "string" || !isTemplateObject(fragment) || items === undefined) return undefined;
    const copies = items.map((item) => this.#replace(fragment, identifier, item));
    // The outer loop comes first: the inner one may use its identifier.
    return copies.flatMap((copy) =>
      Object.entries(objectAt(copy)).flatMap(([name, child]) => this.member(name, child)),
    );
  }

  /** A copy with the item in the identifier's place. */
  #replace(value: TemplateValue, identifier: string, item: string): TemplateValue {
    this.#values += 1;
    if (this.#values > MOST_VALUES) return null;
    if (typeof value === "string") return replaceIdentifier(value, identifier, item);
    if (Array.isArray(value)) return value.map((each) => this.#replace(each, identifier, item));
    if (!isTemplateObject(value)) return value;
    const entries = Object.entries(value);
    if (entries.length === 1 && value["Ref"] === identifier) return item;
    return Object.fromEntries(
      entries.map(([name, child]) => [
        replaceIdentifier(name, identifier, item),
        this.#replace(child, identifier, item),
      ]),
    );
  }
}

// AWS: "&{Identifier}" is the item without what is not alphanumeric; "${Identifier}" is the item as it is.
function replaceIdentifier(text: string, identifier: string, item: string): string {
  return text
    .replaceAll(`\${${identifier}}`, () => item)
    .replaceAll(`&{${identifier}}`, () => item.replaceAll(/[^A-Za-z0-9]/g, ""));
}

function transformsOf(body: TemplateObject): readonly TemplateValue[] {
  const transform = body["Transform"] ?? [];
  return Array.isArray(transform) ? transform : [transform];
}

function hasLoops(value: TemplateValue): boolean {
  if (Array.isArray(value)) return value.some((item) => hasLoops(item));
  if (!isTemplateObject(value)) return false;
  return Object.entries(value).some(([name, child]) => name.startsWith(PREFIX) || hasLoops(child));
}

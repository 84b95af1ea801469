// Finds the line of a template that a message of CloudFormation speaks about. Messages name logical ids, types and
// properties in many ways, so this looks for the template's own names in the text. Pure.

import type { SourcePosition } from "../../kernel/diagnostics.ts";
import { isTemplateObject, objectAt, textOf } from "../system/template.ts";
import type { Template, TemplateObject, TemplateValue } from "../system/template.ts";

/** What a message is about, as precisely as the template allows. */
export interface Subject {
  readonly logicalId?: string;
  readonly position?: SourcePosition;
}

/**
 * The place for a message. `logicalId` is the resource that failed, if the cloud named one; resources which the SAM
 * transform made are traced back to the one in the source whose name starts theirs.
 */
export function locate(template: Template, message: string, logicalId?: string): Subject {
  const resources = objectAt(template.body, "Resources");
  const words = new Set(message.match(/[A-Za-z0-9]+/g) ?? []);
  const quoted = new Set([...message.matchAll(/['"]([A-Za-z0-9]+)['"]/g)].map((match) => match[1] ?? ""));
  const types = new Set(message.match(/[A-Za-z0-9]+::[A-Za-z0-9]+(?:::[A-Za-z0-9]+)*/g) ?? []);
  const id =
    (logicalId === undefined ? undefined : sourceIdOf(resources, logicalId)) ??
    Object.keys(resources).find((each) => words.has(each)) ??
    Object.keys(resources).find((each) => types.has(typeOf(resources[each]))) ??
    Object.keys(resources).find((each) => deepestProperty(objectAt(resources[each], "Properties"), quoted, []));
  if (id === undefined) {
    const section = Object.keys(template.body).find((each) => words.has(each));
    return positioned(template, [section ?? "Resources"]);
  }

  const type = typeOf(resources[id]);
  const property = deepestProperty(objectAt(resources[id], "Properties"), words, []);
  if (property !== undefined)
    return { ...positioned(template, ["Resources", id, "Properties", ...property]), logicalId: id };
  const path = types.has(type) && logicalId === undefined ? ["Resources", id, "Type"] : ["Resources", id];
  return { ...positioned(template, path), logicalId: id };
}

function typeOf(resource: TemplateValue | undefined): string {
  return textOf(objectAt(resource)["Type"]) ?? "";
}

function sourceIdOf(resources: TemplateObject, logicalId: string): string | undefined {
  if (Object.hasOwn(resources, logicalId)) return logicalId;
  return Object.keys(resources)
    .filter((each) => logicalId.startsWith(each))
    .sort((a, b) => b.length - a.length)[0];
}

// The deepest member whose name stands in the message: "extraneous key [Foo]" and "Properties/Policy/Foo" both name it.
function deepestProperty(
  value: TemplateValue | undefined,
  words: ReadonlySet<string>,
  path: readonly string[],
): readonly string[] | undefined {
  const members: readonly (readonly [string, TemplateValue])[] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item] as const)
    : isTemplateObject(value)
      ? Object.entries(value)
      : [];
  let best: readonly string[] | undefined;
  for (const [name, member] of members) {
    const place = [...path, name];
    const found = deepestProperty(member, words, place) ?? (isNamed(name, words) ? place : undefined);
    if (found !== undefined && (best === undefined || found.length > best.length)) best = found;
  }
  return best;
}

// Indexes of lists and words that any sentence has are no names.
function isNamed(name: string, words: ReadonlySet<string>): boolean {
  return words.has(name) && /^[A-Z]/.test(name) && !["Type", "Properties", "Resource", "Value", "The"].includes(name);
}

function positioned(template: Template, path: readonly string[]): Subject {
  const position = template.positionOf(path);
  return position === undefined ? {} : { position };
}

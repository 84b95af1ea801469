// Keeps parts of a deployed template beside the new one, for readers that still need them: the first of two phases. What is
// kept is as it was deployed, with all that it refers to. Pure.

import type { Unit } from "../system/system.ts";
import { isTemplateObject, objectAt, textOf } from "../system/template.ts";
import type { Template, TemplateObject, TemplateValue } from "../system/template.ts";

/** Parts of a template, by section, with the values of its parameters. */
export interface Fragment {
  readonly sections: Readonly<Record<string, TemplateObject>>;
  readonly parameterValues: Readonly<Record<string, string>>;
}

/** What a stack was deployed with. */
export interface DeployedTemplate {
  /** Before the transforms. */
  readonly original: TemplateObject;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The parts to keep, or why they cannot stand beside the new template. */
export type Keeping =
  | { readonly fragment: Fragment; readonly resources: readonly string[] }
  | { readonly obstacle: string };

const SECTIONS = ["Parameters", "Mappings", "Conditions", "Resources", "Outputs"] as const;

/** Takes outputs and resources out of what is deployed, together with what they need and the source no longer has. */
export function keepParts(
  deployed: DeployedTemplate,
  source: Template,
  wanted: { readonly outputs: readonly string[]; readonly resources: readonly string[] },
): Keeping {
  const sections: Record<string, TemplateObject> = {};
  const has = (section: string, name: string): boolean => Object.hasOwn(objectAt(source.body, section), name);
  const add = (section: string, name: string, as = name): void => {
    const definition = objectAt(deployed.original, section)[name];
    if (definition === undefined || sections[section]?.[as] !== undefined) return;
    sections[section] = { ...sections[section], [as]: definition };
    for (const [otherSection, other] of referencesIn(definition))
      if (!has(otherSection, other)) add(otherSection, other);
  };
  for (const name of wanted.outputs) add("Outputs", name, freeOutputName(name, source));
  for (const name of wanted.resources) {
    if (has("Resources", name))
      return { obstacle: `Resource "${name}" is replaced under its own name, so the old one cannot stay beside it.` };
    add("Resources", name);
  }

  for (const [logicalId, resource] of Object.entries(sections["Resources"] ?? {})) {
    const rival = sameNameIn(source, resource);
    if (rival !== undefined)
      return { obstacle: `Resources "${logicalId}" and "${rival}" would have the same name at the same time.` };
  }
  const parameterValues = Object.fromEntries(
    Object.keys(sections["Parameters"] ?? {}).map((name) => [name, deployed.parameters[name] ?? ""]),
  );
  return { fragment: { sections, parameterValues }, resources: Object.keys(sections["Resources"] ?? {}) };
}

/** A unit whose template has the fragment's parts in addition to its own. */
export function withFragment(unit: Unit, fragment: Fragment): Unit {
  return {
    ...unit,
    template: { ...unit.template, body: withSections(unit.template.body, fragment) },
    parameters: { ...fragment.parameterValues, ...unit.parameters },
  };
}

/** A template with the fragment's parts in addition to its own. */
export function withSections(original: TemplateObject, fragment: Fragment): TemplateObject {
  const body = { ...original };
  for (const section of SECTIONS) {
    const parts = fragment.sections[section];
    if (parts !== undefined) body[section] = { ...parts, ...objectAt(body, section) };
  }
  return body;
}

// An output whose export was renamed keeps its own name in the source.
function freeOutputName(name: string, source: Template): string {
  const taken = objectAt(source.body, "Outputs");
  let free = name;
  while (Object.hasOwn(taken, free)) free += "Kept";
  return free;
}

function sameNameIn(source: Template, resource: TemplateValue | undefined): string | undefined {
  const names = namesOf(resource);
  if (names.length === 0 || !isTemplateObject(resource)) return undefined;
  return Object.entries(objectAt(source.body, "Resources")).find(
    ([, other]) =>
      isTemplateObject(other) &&
      other["Type"] === resource["Type"] &&
      namesOf(other).some((each) => names.includes(each)),
  )?.[0];
}

/** The property by which the author names a resource: "QueueName" of a queue, or "Name". */
function namesOf(resource: TemplateValue | undefined): readonly string[] {
  const kind = (textOf(objectAt(resource)["Type"]) ?? "").split("::").at(-1) ?? "";
  const properties = objectAt(resource, "Properties");
  return [`${kind}Name`, "Name"].flatMap((name) =>
    properties[name] === undefined ? [] : [JSON.stringify(properties[name])],
  );
}

/** Everything of the same template that a part refers to, by section and name. */
export function* referencesIn(value: TemplateValue): Generator<readonly [section: string, name: string]> {
  if (Array.isArray(value)) {
    for (const item of value) yield* referencesIn(item);
    return;
  }
  if (!isTemplateObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    const texts =
      typeof member === "string"
        ? [member]
        : Array.isArray(member)
          ? member.filter((each) => typeof each === "string")
          : [];
    const [first] = texts;
    if (name === "Ref" && first !== undefined) {
      yield ["Parameters", first];
      yield ["Resources", first];
    } else if (name === "Fn::GetAtt" && first !== undefined) yield ["Resources", first.split(".")[0] ?? first];
    else if (name === "Fn::Sub" && first !== undefined) {
      for (const [, part = ""] of first.matchAll(/\$\{([^!{}][^{}]*)\}/g)) {
        const [root = part] = part.trim().split(".");
        yield ["Parameters", root];
        yield ["Resources", root];
      }
    } else if (name === "DependsOn") for (const each of texts) yield ["Resources", each];
    else if ((name === "Condition" || name === "Fn::If") && first !== undefined) yield ["Conditions", first];
    else if (name === "Fn::FindInMap" && first !== undefined) yield ["Mappings", first];
    yield* referencesIn(member);
  }
}

// Finds what a unit gives to others and takes from them: exports, imports and outputs of other stacks. Names are worked out
// as far as the text and the parameters' values allow; a part that only the cloud knows stays as a placeholder.

import type { SourcePosition } from "../../kernel/diagnostics.ts";
import { isTemplateObject, objectAt } from "./template.ts";
import type { Template, TemplateValue } from "./template.ts";

/** A name that a template gives or takes, with its place in the source. */
export interface NameUse {
  readonly name: string;
  readonly position: SourcePosition | undefined;
}

export interface References {
  readonly exports: readonly NameUse[];
  readonly imports: readonly NameUse[];
  /** Uses of Fn::GetStackOutput. */
  readonly stackOutputs: readonly { readonly stack: string; readonly output: string; position?: SourcePosition }[];
}

/** What `Ref` and `${}` mean in names: parameters and pseudo parameters. An absent one becomes a placeholder. */
export type NameScope = Readonly<Record<string, string>>;

/** Collects the references of a template. Names that no rule can work out (conditions, maps) are left out. */
export function findReferences(template: Template, scope: NameScope): References {
  const exports: NameUse[] = [];
  for (const logicalId of Object.keys(objectAt(template.body, "Outputs"))) {
    const path = ["Outputs", logicalId, "Export", "Name"];
    const name = resolveName(objectAt(template.body, "Outputs", logicalId, "Export")["Name"], scope);
    if (name !== undefined) exports.push({ name, position: template.positionOf(path) });
  }

  const imports: NameUse[] = [];
  const stackOutputs: { stack: string; output: string; position?: SourcePosition }[] = [];
  visit(template.body, [], (value, path) => {
    const imported = resolveName(value["Fn::ImportValue"], scope);
    const position = template.positionOf(path);
    if (imported !== undefined) imports.push({ name: imported, position });
    // AWS: "Fn::GetStackOutput": an object with StackName and OutputName.
    const read = objectAt(value, "Fn::GetStackOutput");
    const stack = resolveName(read["StackName"], scope);
    const output = resolveName(read["OutputName"], scope);
    if (stack !== undefined && output !== undefined)
      stackOutputs.push({ stack, output, ...(position === undefined ? {} : { position }) });
  });
  return { exports, imports, stackOutputs };
}

/** The text of a name built of Ref, Fn::Sub and Fn::Join; undefined where another function decides. */
function resolveName(value: TemplateValue | undefined, scope: NameScope): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (!isTemplateObject(value)) return undefined;
  if (typeof value["Ref"] === "string") return lookUp(value["Ref"], scope);
  if (value["Fn::Sub"] !== undefined) return substitute(value["Fn::Sub"], scope);
  const join = value["Fn::Join"];
  if (Array.isArray(join) && typeof join[0] === "string" && Array.isArray(join[1])) {
    const parts = join[1].map((part) => resolveName(part, scope));
    return parts.includes(undefined) ? undefined : parts.join(join[0]);
  }
  return undefined;
}

function substitute(argument: TemplateValue, scope: NameScope): string | undefined {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== "string") return undefined;
  const local = isTemplateObject(variables) ? variables : {};
  let isKnown = true;
  const result = text.replace(/\$\{([^!{}][^{}]*)\}/g, (_, name: string) => {
    const own = local[name.trim()];
    const part = own === undefined ? lookUp(name.trim(), scope) : resolveName(own, scope);
    if (part === undefined) isKnown = false;
    return part ?? "";
  });
  return isKnown ? result.replaceAll("${!", "${") : undefined;
}

function lookUp(name: string, scope: NameScope): string {
  return Object.hasOwn(scope, name) ? (scope[name] ?? "") : `\${${name}}`;
}

function visit(
  value: TemplateValue,
  path: readonly string[],
  each: (value: { [name: string]: TemplateValue }, path: readonly string[]) => void,
): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => visit(item, [...path, String(index)], each));
  } else if (isTemplateObject(value)) {
    each(value, path);
    for (const [name, member] of Object.entries(value)) visit(member, [...path, name], each);
  }
}

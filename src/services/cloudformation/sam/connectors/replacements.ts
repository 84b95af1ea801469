// The variables in connectors' profiles, and their values.

import { SamError } from "../draft.ts";
import type { ResourceReference } from "./resource-reference.ts";

/** What "%{Source.Arn}" and the other variables stand for. */
export function replacements(source: ResourceReference, destination: ResourceReference): ReadonlyMap<string, unknown> {
  const sides = [
    ["Source", source],
    ["Destination", destination],
  ] as const;
  return new Map(
    sides.flatMap(([side, { arn, resourceId, name, qualifier }]) => [
      [`${side}.Arn`, arn],
      [`${side}.ResourceId`, resourceId],
      [`${side}.Name`, name],
      [`${side}.Qualifier`, qualifier],
    ]),
  );
}

/** A text with its variables: the value itself where the text is one variable, Fn::Sub where it is more. */
export function fillText(text: string, known: ReadonlyMap<string, unknown>): unknown {
  const names = [...text.matchAll(/%\{([\w.]+)\}/g)].map(([, name = ""]) => name);
  const values = names.map((name) => {
    const value = known.get(name);
    if (value === undefined) throw new SamError(`${name} is missing.`);
    return [name.replace(".", ""), value] as const;
  });
  const [first] = values;
  if (first !== undefined && text === `%{${names[0] ?? ""}}`) return first[1];
  const replaced = text.replace(/%\{(\w+)\.(\w+)\}/g, "${$1$2}");
  if (values.length > 0) return { "Fn::Sub": [replaced, Object.fromEntries(values)] };
  return replaced.includes("${") ? { "Fn::Sub": replaced } : replaced;
}

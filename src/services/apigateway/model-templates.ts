// The mapping template that API Gateway offers for a model: it copies a body of this schema, member by member.

import type { ModelRecord } from "./records.ts";
import { modelOfReference } from "./models.ts";

type Schema = Readonly<Record<string, unknown>>;

/** AWS: GetModelTemplate: "a sample mapping template that can be used to transform a payload into the structure of a model". */
export function templateOf(model: ModelRecord, models: readonly ModelRecord[]): string {
  const root = JSON.parse(model.schema ?? "{}") as Schema;
  const resolve = (schema: Schema): Schema => {
    const reference = schema["$ref"];
    if (typeof reference !== "string") return schema;
    const name = modelOfReference(reference);
    const target =
      name === undefined
        ? local(root, reference)
        : JSON.parse(models.find((other) => other.name === name)?.schema ?? "{}");
    return target as Schema;
  };
  return `#set($inputRoot = $input.path('$'))\n${render(root, "$inputRoot", "", resolve, 0)}`;
}

function local(root: Schema, reference: string): unknown {
  return reference
    .split("/")
    .slice(1)
    .reduce<unknown>((value, part) => (value as Schema | undefined)?.[part], root);
}

function render(given: Schema, at: string, indent: string, resolve: (schema: Schema) => Schema, depth: number): string {
  const schema = resolve(given);
  // LIMIT: a schema that contains itself is followed ten times.
  if (depth > 10) return "{ }";
  if (schema["type"] === "array") {
    const item = `$elem${depth === 0 ? "" : depth}`;
    const inner = render((schema["items"] ?? {}) as Schema, item, `${indent}  `, resolve, depth + 1);
    return `[\n#foreach(${item} in ${at})\n${indent}  ${inner}#if($foreach.hasNext),#end\n\n#end\n${indent}]`;
  }
  if (schema["type"] === "object" || schema["properties"] !== undefined) {
    const members = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>).map(
      ([name, member]) =>
        `${indent}  "${name}" : ${render(member, `${at}.${name}`, `${indent}  `, resolve, depth + 1)}`,
    );
    return members.length === 0 ? "{ }" : `{\n${members.join(",\n")}\n${indent}}`;
  }
  return schema["type"] === "string" ? `"${at}"` : at;
}

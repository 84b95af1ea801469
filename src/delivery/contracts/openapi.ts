// Takes of an OpenAPI 3 document what callers depend on: its operations, the parameters and bodies that they want, and the
// bodies that they answer with. Pure.

import type { ApiOperation } from "./contract.ts";
import { follow, isObject, isSchema, withoutAnnotations } from "./schema.ts";
import type { JsonSchema } from "./schema.ts";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** The operations of a document, and the definitions that their schemas refer to. */
export function parseOperations(document: { readonly [name: string]: unknown }): {
  readonly operations: Readonly<Record<string, ApiOperation>>;
  readonly schema: JsonSchema;
} {
  const resolve = (value: unknown): { readonly [name: string]: unknown } => {
    const found = isObject(value) && typeof value["$ref"] === "string" ? follow(document, value["$ref"]) : value;
    return isObject(found) ? found : {};
  };
  // OpenAPI: "Content": of several media types the one of JSON is compared.
  const bodyOf = (value: unknown): JsonSchema | undefined => {
    const content = resolve(value)["content"];
    if (!isObject(content)) return undefined;
    const found = Object.entries(content).find(([type]) => /[/+]json\b/.test(type))?.[1];
    const schema = isObject(found) ? found["schema"] : undefined;
    return isSchema(schema) ? plain(schema) : undefined;
  };
  const operations: Record<string, ApiOperation> = {};
  for (const [path, item] of Object.entries(objectIn(document, "paths"))) {
    const shared = resolve(item);
    for (const method of METHODS) {
      const operation = shared[method];
      if (!isObject(operation)) continue;
      const parameters = [listIn(shared, "parameters"), listIn(operation, "parameters")].flat().map(resolve);
      const body = resolve(operation["requestBody"]);
      const request = bodyOf(operation["requestBody"]);
      const responses = Object.entries(objectIn(operation, "responses")).map(
        ([status, response]): [string, JsonSchema] => [status, bodyOf(response) ?? true],
      );
      operations[`${method.toUpperCase()} ${path}`] = {
        requiredParameters: parameters
          .filter((each) => each["required"] === true && each["in"] !== "path")
          .map((each) => `${String(each["in"])} ${String(each["name"])}`)
          .toSorted(),
        isBodyRequired: body["required"] === true,
        ...(request === undefined ? {} : { request }),
        responses: Object.fromEntries(responses),
      };
    }
  }
  const schemas = objectIn(objectIn(document, "components"), "schemas");
  const definitions = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, isSchema(schema) ? plain(schema) : true]),
  );
  return { operations, schema: Object.keys(definitions).length === 0 ? {} : { components: { schemas: definitions } } };
}

function plain(schema: JsonSchema): JsonSchema {
  return withoutAnnotations(withNull(schema));
}

// OpenAPI 3.0: "nullable": what JSON Schema says by the type "null". Its exclusive bounds are booleans beside the bound.
function withNull(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const deep = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(deep) : isObject(value) ? withNull(value) : value;
  const result: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, deep(value)]),
  );
  if (result["nullable"] === true && typeof result["type"] === "string") result["type"] = [result["type"], "null"];
  for (const [bound, exclusive] of [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ] as const) {
    if (typeof result[exclusive] !== "boolean") continue;
    const isExclusive = result[exclusive];
    delete result[exclusive];
    if (!isExclusive) continue;
    result[exclusive] = result[bound];
    delete result[bound];
  }
  return result;
}

function objectIn(value: { readonly [name: string]: unknown }, name: string): { readonly [name: string]: unknown } {
  const found = value[name];
  return isObject(found) ? found : {};
}

function listIn(value: { readonly [name: string]: unknown }, name: string): readonly unknown[] {
  const found = value[name];
  return Array.isArray(found) ? found : [];
}

// Reads a type's schema as CloudFormation's registry takes it into the form that the engine works with.
// AWS: "Resource type definition schema" (CloudFormation CLI user guide).

import { OperatorError } from "../../../kernel/errors.ts";
import type { RegistrySchema } from "../../../service/define-resource.ts";
import type { Members, PropertyType, ResourceSchema } from "../schema/resource-schema.ts";
import { isRecord } from "../template/values.ts";

/** What the engine needs to know of a type. */
export interface OwnSchema {
  readonly schema: ResourceSchema;
  /** The properties that templates may give. */
  readonly writable: readonly string[];
  /** The properties that the resource sets. */
  readonly readOnly: readonly string[];
}

// AWS: the registry's pattern of type names.
const TYPE_NAME = /^[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}$/;

/** Reads a schema; throws ERR_RESOURCE_TYPE, with all that is wrong. */
export function readRegistrySchema(source: RegistrySchema): OwnSchema {
  const problems: string[] = [];
  const { typeName, properties, definitions = {} } = source;
  if (typeof typeName !== "string" || !TYPE_NAME.test(typeName))
    problems.push(`typeName is ${JSON.stringify(typeName)}: it is to be three names, such as "Acme::Notes::Note"`);
  else if (/^(AWS|Custom)::/i.test(typeName)) problems.push(`the names of AWS and Custom are taken: "${typeName}"`);
  if (!isRecord(properties)) throw wrong(typeName, [...problems, "properties is to be an object"]);
  const topOf = (member: keyof RegistrySchema): readonly (readonly string[])[] => {
    const pointers: unknown = source[member] ?? [];
    if (!Array.isArray(pointers)) {
      problems.push(`${member} is to be a list of JSON pointers`);
      return [];
    }
    return pointers.map((pointer: unknown) => {
      const path = typeof pointer === "string" ? pathOf(pointer) : undefined;
      if (path?.[0] === undefined || !Object.hasOwn(properties, path[0]))
        problems.push(`${member} names ${JSON.stringify(pointer)}, which properties does not have`);
      return path ?? [];
    });
  };
  const identifier = topOf("primaryIdentifier").map((path) => path.join("."));
  if (identifier.length === 0) problems.push("primaryIdentifier is to name at least one property");
  const readOnly = topOf("readOnlyProperties").map((path) => path.join("."));
  const createOnly = topOf("createOnlyProperties");
  const writeOnly = topOf("writeOnlyProperties");
  for (const name of source.required ?? [])
    if (!Object.hasOwn(properties, name)) problems.push(`required names "${name}", which properties does not have`);
  const reader = typeReader(definitions, problems);
  const tagProperty = tagPropertyOf(source);
  const tops = new Set(createOnly.filter((path) => path.length === 1).map(([name]) => name));
  const writable = Object.keys(properties).filter((name) => !readOnly.includes(name));
  const schema: ResourceSchema = {
    typeName,
    identifier,
    attributes: readOnly,
    ...(tagProperty !== undefined && { tagProperty }),
    replacing: createOnly.filter((path) => path.length > 1),
    comparison: { writeOnly: writeOnly.map((path) => `/${path.join("/")}`) },
    properties: Object.fromEntries(
      writable.map((name) => [
        name,
        {
          type:
            name === tagProperty && isTagList(properties[name])
              ? { list: "tag" }
              : reader(properties[name], `properties.${name}`),
          ...(source.required?.includes(name) === true && { required: true }),
          ...(tops.has(name) && { replaces: "yes" as const }),
        },
      ]),
    ),
    definitions: Object.fromEntries(
      Object.entries(definitions).map(([name, definition]) => [
        name,
        membersOf(definition, `definitions.${name}`, reader),
      ]),
    ),
  };
  if (problems.length > 0) throw wrong(typeName, problems);
  return { schema, writable, readOnly };
}

/** "/properties/Id" -> ["Id"], "/properties/Point/X" -> ["Point", "X"]. */
function pathOf(pointer: string): readonly string[] | undefined {
  const [empty, properties, ...path] = pointer.split("/");
  return empty === "" && properties === "properties" && path.length > 0 ? path : undefined;
}

/** AWS: a type is taggable unless it says otherwise, and its tags are "Tags". */
function tagPropertyOf({ tagging, properties }: RegistrySchema): string | undefined {
  if (tagging?.taggable === false) return undefined;
  const name = pathOf(tagging?.tagProperty ?? "/properties/Tags")?.[0];
  return name !== undefined && Object.hasOwn(properties, name) ? name : undefined;
}

function isTagList(property: object | undefined): boolean {
  return isRecord(property) && property["type"] === "array";
}

/** `within` are the definitions that are being read: one may mean itself. */
type TypeReader = (schema: unknown, where: string, within?: readonly string[]) => PropertyType;

/** Reads JSON schemas of properties as the engine's types; what it cannot say more exactly is "json", which the validator checks. */
function typeReader(definitions: Readonly<Record<string, object>>, problems: string[]): TypeReader {
  return function read(schema, where, within = []): PropertyType {
    if (!isRecord(schema)) {
      problems.push(`${where} is to be a JSON schema`);
      return "json";
    }
    const ref = schema["$ref"];
    if (typeof ref === "string") {
      const name = /^#\/definitions\/([^/]+)$/.exec(ref)?.[1];
      const definition = name === undefined ? undefined : definitions[name];
      if (name === undefined || definition === undefined) {
        problems.push(`${where} refers to "${ref}", which is not there`);
        return "json";
      }
      if (isRecord(definition) && isRecord(definition["properties"])) return { ref: name };
      return within.includes(name) ? "json" : read(definition, `definitions.${name}`, [...within, name]);
    }
    const type = schema["type"];
    if (Array.isArray(type))
      return { anyOf: type.map((one: unknown) => read({ ...schema, type: one }, where, within)) };
    if (type === "array")
      return { list: schema["items"] === undefined ? "json" : read(schema["items"], `${where}.items`, within) };
    if (type === "object" || type === undefined) return "json";
    if (type === "string" || type === "number" || type === "integer" || type === "boolean") return type;
    problems.push(`${where} has the type ${JSON.stringify(type)}, which JSON schemas do not have`);
    return "json";
  };
}

function membersOf(definition: unknown, where: string, reader: TypeReader): Members {
  const properties = isRecord(definition) ? definition["properties"] : undefined;
  const required = isRecord(definition) && Array.isArray(definition["required"]) ? definition["required"] : [];
  if (!isRecord(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      { type: reader(property, `${where}.${name}`), ...(required.includes(name) && { required: true }) },
    ]),
  );
}

function wrong(typeName: unknown, problems: readonly string[]): OperatorError {
  return new OperatorError({
    code: "ERR_RESOURCE_TYPE",
    message: `The schema of the resource type ${JSON.stringify(typeName)} is not right: ${problems.join("; ")}.`,
    hints: ["https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html"],
  });
}

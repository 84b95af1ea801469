// A resource type of the yard's user, as the engine takes resource types. The engine trusts nobody's model: what goes to a handler and what comes
// back is held against the schema.

import { AwsError, OperatorError } from "../../../kernel/errors.ts";
import type { OwnResourceContext, ResourceDefinition, RegistrySchema } from "../../../service/define-resource.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { handlerErrorCode } from "../engine/failure.ts";
import { PLAIN_FAILURE } from "../errors.ts";
import { declareResourceSchema } from "../schema/resource-schema.ts";
import type { ResourceSchema } from "../schema/resource-schema.ts";
import { isRecord } from "../template/values.ts";
import { noteDefined } from "./defined.ts";
import { readRegistrySchema } from "./registry-schema.ts";
import { compileValidator } from "./validator.ts";
import type { Validator } from "./validator.ts";

/** The types of definitions; throws ERR_RESOURCE_TYPE for a schema that is not right, and for two of one name. */
export function ownTypes(definitions: readonly ResourceDefinition[]): readonly ResourceType[] {
  const types = new Map<string, ResourceType>();
  for (const definition of definitions) {
    const { type, schema } = typeOf(definition);
    declareResourceSchema(schema);
    noteDefined(type, definition.schema);
    if (types.has(type.typeName))
      throw new OperatorError({
        code: "ERR_RESOURCE_TYPE",
        message: `Two of the given resource types are called "${type.typeName}".`,
      });
    types.set(type.typeName, type);
  }
  return [...types.values()];
}

/** The type of a definition, and its schema as the engine takes it. Throws ERR_RESOURCE_TYPE for a schema that is not right. */
export function typeOf(definition: ResourceDefinition): {
  readonly type: ResourceType;
  readonly schema: ResourceSchema;
} {
  const { schema, writable, readOnly } = readRegistrySchema(definition.schema);
  const { typeName, identifier } = schema;
  let validator: Promise<Validator> | undefined;
  const { list, update } = definition;

  const stateOf = (model: unknown): ResourceState => {
    const physicalId = physicalIdOf(identifier, model);
    if (physicalId === undefined) {
      const missing = identifier.filter((name) => textAt(model, name) === undefined);
      throw new Error(`The handler returned no ${missing.join(", ")}, which identifies a resource.`);
    }
    const attributes = readOnly.map((name) => [name, valueAt(model, name)] as const);
    return {
      physicalId,
      attributes: Object.fromEntries(attributes.filter(([, value]) => value !== undefined)),
    };
  };
  const check = async (properties: Properties): Promise<void> => {
    validator ??= compileValidator(modelSchemaOf(definition.schema));
    const faults = (await validator)(properties);
    if (faults.length === 0) return;
    throw new AwsError({ code: "InvalidRequest", message: `Model validation failed (${faults.join(", ")})` });
  };
  /** The properties with what the physical id says. */
  const known = (physicalId: string, properties: Properties = {}): Record<string, unknown> => {
    const values = identifier.length === 1 ? [physicalId] : physicalId.split("|");
    return { ...properties, ...Object.fromEntries(identifier.map((name, index) => [name, values[index]])) };
  };

  const type: ResourceType = {
    typeName,
    properties: writable,
    create: (properties, context) =>
      handled(context, async () => {
        await check(properties);
        return stateOf(await definition.create({ ...properties }, context));
      }),
    read: (physicalId, context, properties) =>
      handled(context, async () => {
        const model = await definition.read(known(physicalId, properties), context);
        return model === undefined ? undefined : withoutReadOnly(model, readOnly);
      }),
    ...(update !== undefined && {
      update: (physicalId: string, properties: Properties, previous: Properties, context: ResourceContext) =>
        handled(context, async () => {
          await check(properties);
          const desired = known(physicalId, properties);
          const state = stateOf(await update.call(definition, desired, known(physicalId, previous), context));
          if (state.physicalId !== physicalId)
            throw new Error(
              `The update handler returned another resource: ${state.physicalId} instead of ${physicalId}.`,
            );
          return state;
        }),
    }),
    delete: (physicalId, properties, context) =>
      handled(context, () => definition.delete(known(physicalId, properties), context)),
    ...(list !== undefined && {
      async list(context: Pick<OwnResourceContext, "account" | "region" | "aws">) {
        const models = await list.call(definition, context);
        return models.map((model) => Object.fromEntries(identifier.map((name) => [name, textAt(model, name) ?? ""])));
      },
    }),
  };
  return { type, schema };
}

/** What Ref gives of a model; undefined while its identifier is not known. */
export function physicalIdOf(identifier: readonly string[], model: unknown): string | undefined {
  const values = identifier.map((name) => textAt(model, name));
  return values.includes(undefined) ? undefined : values.join("|");
}

/** AWS: what handlers throw, in the words that stack events have for types of the registry. */
async function handled<T>(
  { clientToken }: Pick<ResourceContext, "clientToken">,
  handler: () => Promise<T>,
): Promise<T> {
  try {
    return await handler();
  } catch (error) {
    if (error instanceof AwsError && error.code === PLAIN_FAILURE) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof AwsError ? handlerErrorCode(error) : "GeneralServiceException";
    throw new AwsError({
      code: PLAIN_FAILURE,
      message: `Resource handler returned message: "${message}" (RequestToken: ${clientToken}, HandlerErrorCode: ${code})`,
    });
  }
}

/** What a template's resource has to be by a type's schema. */
export function modelSchemaOf({ properties, definitions = {}, required = [] }: RegistrySchema): object {
  return { type: "object", properties, definitions, required, additionalProperties: false };
}

/** What a template could have said: read-only values are no properties of a template's resource. */
function withoutReadOnly(model: object, readOnly: readonly string[]): Properties {
  return Object.fromEntries(
    Object.entries(model).filter(([name, value]) => !readOnly.includes(name) && value !== undefined),
  );
}

function textAt(model: unknown, path: string): string | undefined {
  const value = valueAt(model, path);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function valueAt(model: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), model);
}

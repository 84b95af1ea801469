// A resource type of the yard's user, as the engine takes resource types. The engine trusts nobody's model: what goes to a handler and what comes
// back is held against the schema.

import { Ajv } from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";
import { AwsError, OperatorError } from "../../../kernel/errors.ts";
import type { OwnResourceContext, ResourceDefinition, RegistrySchema } from "../../../service/define-resource.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { handlerErrorCode } from "../engine/failure.ts";
import { PLAIN_FAILURE } from "../errors.ts";
import { declareResourceSchema } from "../schema/resource-schema.ts";
import { isRecord } from "../template/values.ts";
import { readRegistrySchema } from "./registry-schema.ts";

/** The types of definitions; throws ERR_RESOURCE_TYPE for a schema that is not right, and for two of one name. */
export function ownTypes(definitions: readonly ResourceDefinition[]): readonly ResourceType[] {
  const types = new Map<string, ResourceType>();
  for (const definition of definitions) {
    const type = ownType(definition);
    if (types.has(type.typeName))
      throw new OperatorError({
        code: "ERR_RESOURCE_TYPE",
        message: `Two of the given resource types are called "${type.typeName}".`,
      });
    types.set(type.typeName, type);
  }
  return [...types.values()];
}

/** Makes the type of a definition, and tells the engine its schema. Throws ERR_RESOURCE_TYPE for a schema that is not right. */
function ownType(definition: ResourceDefinition): ResourceType {
  const { schema, writable, readOnly } = readRegistrySchema(definition.schema);
  const { typeName, identifier } = schema;
  declareResourceSchema(schema);
  const validate = validatorOf(definition.schema);
  const { list, update } = definition;

  const stateOf = (model: unknown): ResourceState => {
    const missing = identifier.filter((name) => textAt(model, name) === undefined);
    if (missing.length > 0)
      throw new Error(`The handler returned no ${missing.join(", ")}, which identifies a resource.`);
    const attributes = readOnly.map((name) => [name, valueAt(model, name)] as const);
    return {
      physicalId: identifier.map((name) => textAt(model, name)).join("|"),
      attributes: Object.fromEntries(attributes.filter(([, value]) => value !== undefined)),
    };
  };
  const check = (properties: Properties): void => {
    if (validate(properties)) return;
    throw new AwsError({
      code: "InvalidRequest",
      message: `Model validation failed (${(validate.errors ?? []).map(faultOf).join(", ")})`,
    });
  };
  /** The properties with what the physical id says. */
  const known = (physicalId: string, properties: Properties = {}): Record<string, unknown> => {
    const values = physicalId.split("|");
    return { ...properties, ...Object.fromEntries(identifier.map((name, index) => [name, values[index]])) };
  };

  return {
    typeName,
    properties: writable,
    create: (properties, context) =>
      handled(context, async () => {
        check(properties);
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
          check(properties);
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
}

/** AWS: what handlers throw, in the words that stack events have for types of the registry. */
async function handled<T>(
  { clientToken }: Pick<ResourceContext, "clientToken">,
  handler: () => Promise<T>,
): Promise<T> {
  try {
    return await handler();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof AwsError ? handlerErrorCode(error) : "GeneralServiceException";
    throw new AwsError({
      code: PLAIN_FAILURE,
      message: `Resource handler returned message: "${message}" (RequestToken: ${clientToken}, HandlerErrorCode: ${code})`,
    });
  }
}

/** Holds what a template gives against the whole schema: lengths, patterns, enumerations. */
function validatorOf(schema: RegistrySchema): ValidateFunction {
  const { properties, definitions = {}, required = [] } = schema;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
  return ajv.compile({ type: "object", properties, definitions, required, additionalProperties: false });
}

function faultOf({ instancePath, message = "" }: ErrorObject): string {
  return `#${instancePath}: ${message}`;
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

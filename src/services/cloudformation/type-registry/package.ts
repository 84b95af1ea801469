// A package as `cfn submit` makes it: a zip with the schema, the project's settings, and the handlers' code, which is a zip of its own. AWS: "submit"
// (CloudFormation CLI user guide); the names of the files are those of the CLI and its language plugins.

import { AwsError, OperatorError } from "../../../kernel/errors.ts";
import { readPackage } from "../../../sandbox/code-package.ts";
import { CodePackageError } from "../../../sandbox/sandboxes.ts";
import type { YardContext } from "../../../service/context.ts";
import type { RegistrySchema } from "../../../service/define-resource.ts";
import { modelSchemaOf } from "../own-types/own-type.ts";
import { readRegistrySchema } from "../own-types/registry-schema.ts";
import { compileValidator } from "../own-types/validator.ts";
import { isRecord } from "../template/values.ts";
import { registryError } from "./errors.ts";
import type { ProvisioningType } from "./records.ts";

/** What a package says. */
export interface TypePackage {
  /** As its author wrote it, with the configuration's schema in it: JSON. */
  readonly schema: string;
  readonly provisioningType: ProvisioningType;
  readonly runtime: string;
  readonly entrypoint: string;
  /** A zip. */
  readonly code: Uint8Array;
}

const SCHEMA = "schema.json";
const SETTINGS = ".rpdk-config";
const CONFIGURATION_SCHEMA = "configuration-schema.json";
/** What the plugins for Python and TypeScript call the code, and what the one for Go does. */
const CODE = ["ResourceProvider.zip", "handler.zip"];

/** Reads a package; rejects with an AwsError that says what is wrong with it. */
export async function readTypePackage(yard: YardContext, zip: Uint8Array, typeName: string): Promise<TypePackage> {
  const files = await filesOf(zip);
  const schemaText = textOf(files, SCHEMA);
  if (schemaText === undefined) throw registryError(`The package has no ${SCHEMA}.`);
  const configuration = textOf(files, CONFIGURATION_SCHEMA);
  const source = parseObject(schemaText, SCHEMA);
  const schema = {
    ...source,
    ...(configuration === undefined ? {} : { typeConfiguration: parseObject(configuration, CONFIGURATION_SCHEMA) }),
  };
  await checkSchema(schema, typeName);
  const settingsText = textOf(files, SETTINGS);
  if (settingsText === undefined) throw registryError(`The package has no ${SETTINGS}.`);
  const { runtime, entrypoint } = parseObject(settingsText, SETTINGS);
  if (typeof runtime !== "string" || typeof entrypoint !== "string")
    throw registryError(`${SETTINGS} is to name a runtime and an entrypoint.`);
  const support = yard.sandboxes.supports(runtime);
  if (support !== true)
    throw registryError(`This cloud cannot run handlers of the runtime '${runtime}': ${support.reason}`);
  const code = CODE.map((name) => files.get(name)).find((zip) => zip !== undefined);
  if (code === undefined)
    throw registryError(
      `The package has no ${CODE.join(" or ")}, which holds the handlers' code. The jars of the plugin for Java are not read here.`,
    );
  return {
    schema: JSON.stringify(schema),
    provisioningType: provisioningTypeOf(source["handlers"]),
    runtime,
    entrypoint,
    code,
  };
}

async function filesOf(zip: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = new Set([SCHEMA, SETTINGS, CONFIGURATION_SCHEMA, ...CODE]);
  try {
    return await readPackage(zip, (path) => wanted.has(path));
  } catch (error) {
    if (error instanceof CodePackageError) throw registryError(error.message);
    throw error;
  }
}

/** Rejects unless the schema is that of a resource type of this name. */
async function checkSchema(schema: Readonly<Record<string, unknown>>, typeName: string): Promise<void> {
  if (schema["typeName"] !== typeName)
    throw registryError(`The schema is of the type '${String(schema["typeName"])}', and the request of '${typeName}'.`);
  // AWS: "Resource type definition schema": required.
  if (typeof schema["description"] !== "string") throw registryError("The schema is to have a description.");
  if (schema["additionalProperties"] !== false)
    throw registryError("The schema is to say that additionalProperties is false.");
  if (!isRegistrySchema(schema)) throw registryError("The schema is to have properties and a primaryIdentifier.");
  try {
    readRegistrySchema(schema);
    await compileValidator(modelSchemaOf(schema));
  } catch (error) {
    if (error instanceof AwsError) throw error;
    if (error instanceof OperatorError) throw registryError(error.message);
    // What the validator's compiler says of a schema that is none.
    throw registryError(`The schema is not right: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** True for what has at least the members that every type's schema has. */
export function isRegistrySchema(value: unknown): value is RegistrySchema {
  return (
    isRecord(value) &&
    typeof value["typeName"] === "string" &&
    isRecord(value["properties"]) &&
    Array.isArray(value["primaryIdentifier"])
  );
}

/** AWS: RegisterType: "CloudFormation determines the provisioning type during registration, based on the types of handlers". */
function provisioningTypeOf(handlers: unknown): ProvisioningType {
  const has = (action: string): boolean => isRecord(handlers) && isRecord(handlers[action]);
  if (!["create", "read", "delete"].every(has)) return "NON_PROVISIONABLE";
  return has("update") ? "FULLY_MUTABLE" : "IMMUTABLE";
}

function textOf(files: ReadonlyMap<string, Uint8Array>, name: string): string | undefined {
  const bytes = files.get(name);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}

function parseObject(text: string, name: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw registryError(`${name} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (!isRecord(value)) throw registryError(`${name} is to be a JSON object.`);
  return value;
}

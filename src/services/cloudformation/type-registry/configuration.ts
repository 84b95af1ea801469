// A type's configuration: settings of an account and region that handlers are given. AWS: "Defining the account-level configuration of an extension"
// (CloudFormation CLI user guide).

import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { resolveDynamicReferences } from "../engine/dynamic-references.ts";
import { compileValidator } from "../own-types/validator.ts";
import { isRecord } from "../template/values.ts";
import { registryError } from "./errors.ts";
import { loadConfiguration } from "./repo.ts";
import { configurationSchemaOf, DEFAULT_ALIAS } from "./show.ts";

/** Throws CFNRegistryException unless the text is JSON that is right by the type's configuration schema. */
export async function requireConfiguration(schema: string, typeName: string, text: string): Promise<void> {
  const expected = configurationSchemaOf(schema);
  if (expected === undefined) throw registryError(`The type '${typeName}' has no configuration schema.`);
  const configuration = parseObject(text);
  if (configuration === undefined) throw registryError("Configuration must be a JSON object.");
  const definitions: unknown = JSON.parse(schema);
  const shared = isRecord(definitions) && isRecord(definitions["definitions"]) ? definitions["definitions"] : {};
  const validate = await compileValidator({ type: "object", definitions: shared, ...expected, $async: false });
  const faults = validate(configuration);
  if (faults.length === 0) return;
  throw registryError(`Configuration does not conform to the schema of the type '${typeName}': ${faults.join(", ")}`);
}

/** The configuration that handlers get: what dynamic references name is read in the name of whoever deploys. */
export async function resolvedConfiguration(
  yard: YardContext,
  scope: Scope,
  typeName: string,
  aws: AwsApis,
): Promise<unknown> {
  const record = yard.store.read((tx) => loadConfiguration(tx, scope, typeName, DEFAULT_ALIAS));
  return record === undefined ? undefined : resolveDynamicReferences(JSON.parse(record.configuration), aws);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

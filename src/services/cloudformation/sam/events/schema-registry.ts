// SchemaRegistryConfig of Kafka's events: the registry that messages are read with, and what that needs of the function's role. AWS: wording
// and statements are the reference translator's.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Values } from "../draft.ts";
import { resolve } from "../parameter-values.ts";
import type { ParameterValues } from "../parameter-values.ts";
import type { FunctionEvent } from "./event.ts";

const REQUIRED = ["SchemaRegistryURI", "EventRecordFormat", "SchemaValidationConfigs"];

/** The statements that reading the registry and its secrets needs; none where there is no registry. */
export function registryStatements({ name, properties }: FunctionEvent, values: ParameterValues): readonly Values[] {
  const { SchemaRegistryConfig: config } = properties;
  if (!isRecord(config) || Object.keys(config).length === 0) return [];
  const secrets = requireConfig(name, config);
  const { SchemaRegistryURI: uri } = config;
  const reading = secrets.map((Resource) => ({ Action: ["secretsmanager:GetSecretValue"], Effect: "Allow", Resource }));
  const registry = registryName(uri, values);
  if (registry === undefined) return reading;
  const schemas = {
    "Fn::Sub": `arn:\${AWS::Partition}:glue:\${AWS::Region}:\${AWS::AccountId}:schema/${registry}/*`,
  };
  return [
    ...reading,
    { Action: ["glue:GetRegistry"], Effect: "Allow", Resource: uri },
    { Action: ["glue:GetSchemaVersion"], Effect: "Allow", Resource: [schemas] },
  ];
}

/** Throws what is wrong with the configuration; gives the secrets that it names. */
function requireConfig(name: string, config: Values): readonly unknown[] {
  const invalid = (message: string, member?: string): SamError =>
    new SamError(`Event with id [${name}] is invalid. ${message}`, config, member);
  for (const member of REQUIRED)
    if (!Object.hasOwn(config, member)) throw invalid(`Missing required field ${member} in SchemaRegistryConfig`);
  const { EventRecordFormat: format, SchemaValidationConfigs: validations, AccessConfigs: access } = config;
  if (format !== "JSON" && format !== "SOURCE")
    throw invalid("EventRecordFormat in SchemaRegistryConfig must be either 'JSON' or 'SOURCE'", "EventRecordFormat");
  if (!Array.isArray(validations)) throw invalid("SchemaValidationConfigs must be a list", "SchemaValidationConfigs");
  if (!access) return [];
  if (!Array.isArray(access)) throw invalid("AccessConfigs in SchemaRegistryConfig must be a list", "AccessConfigs");
  return access.map((entry: unknown) => {
    if (!isRecord(entry) || !Object.hasOwn(entry, "Type") || !Object.hasOwn(entry, "URI"))
      throw invalid("Each AccessConfig must be a dict with 'Type' and 'URI' fields", "AccessConfigs");
    return entry["URI"];
  });
}

/** A registry of AWS Glue is known by its ARN. */
function registryName(uri: unknown, values: ParameterValues): string | undefined {
  const resolved = resolve(uri, values);
  const arn = isRecord(uri) && isRecord(resolved) ? resolved["Fn::Sub"] : uri;
  if (typeof arn !== "string" || !arn.startsWith("arn")) return undefined;
  return /^(?:[^:]*:){5}registry\/([^:]*)/.exec(arn)?.[1];
}

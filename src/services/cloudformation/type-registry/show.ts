// Types as the API's answers show them.

import type {
  DescribeTypeOutput,
  TypeConfigurationDetails,
  TypeSummary,
  TypeVersionSummary,
} from "@aws-sdk/client-cloudformation";
import type { Scope } from "../../../service/context.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { isRecord } from "../template/values.ts";
import { configurationArn, privateTypeArn, publicTypeArn } from "./arns.ts";
import { DEFINED_VERSION } from "./find.ts";
import type { FoundType } from "./find.ts";
import { publicDescription, publicSchema } from "./public-schema.ts";
import type { ProvisioningType, TypeConfigurationRecord, TypeVersionRecord } from "./records.ts";

/** What stacks can do with a type of the cloud's own. */
export function provisioningTypeOf(type: ResourceType): ProvisioningType {
  return type.update === undefined ? "IMMUTABLE" : "FULLY_MUTABLE";
}

/** A public type, or one that is defined for the whole yard, in full. */
export function describeBuiltIn(found: Exclude<FoundType, { kind: "registered" }>, scope: Scope): DescribeTypeOutput {
  const { type } = found;
  const common = {
    Type: "RESOURCE" as const,
    TypeName: type.typeName,
    IsDefaultVersion: true,
    ProvisioningType: provisioningTypeOf(type),
    DeprecatedStatus: "LIVE" as const,
  };
  if (found.kind === "public") {
    return {
      ...common,
      Arn: publicTypeArn(scope.region, type.typeName),
      Description: publicDescription(type.typeName),
      Schema: publicSchema(type),
      Visibility: "PUBLIC",
    };
  }
  const schema = JSON.stringify(found.schema);
  return {
    ...common,
    Arn: privateTypeArn(scope, type.typeName),
    DefaultVersionId: DEFINED_VERSION,
    Schema: schema,
    ...linksOf(schema),
    Visibility: "PRIVATE",
  };
}

/** A version of a registered type, in full. */
export function describeVersion(
  version: TypeVersionRecord,
  scope: Scope,
  options: { readonly defaultVersionId: string; readonly isNamed: boolean; readonly firstAtMs: number },
): DescribeTypeOutput {
  const { typeName, versionId, logging } = version;
  const { defaultVersionId, isNamed, firstAtMs } = options;
  const configurationSchema = configurationSchemaOf(version.schema);
  return {
    Arn: privateTypeArn(scope, typeName, isNamed ? versionId : undefined),
    Type: "RESOURCE",
    TypeName: typeName,
    DefaultVersionId: defaultVersionId,
    IsDefaultVersion: versionId === defaultVersionId,
    // AWS: "To return the extension test status of a specific extension version, you must specify VersionId."
    ...(isNamed ? { TypeTestsStatus: "NOT_TESTED" } : {}),
    Schema: version.schema,
    ...linksOf(version.schema),
    ProvisioningType: version.provisioningType,
    DeprecatedStatus: version.isDeprecated ? "DEPRECATED" : "LIVE",
    ...(logging === undefined
      ? {}
      : { LoggingConfig: { LogRoleArn: logging.roleArn, LogGroupName: logging.logGroup } }),
    ...(version.executionRoleArn === undefined ? {} : { ExecutionRoleArn: version.executionRoleArn }),
    Visibility: "PRIVATE",
    ...(configurationSchema === undefined ? {} : { ConfigurationSchema: JSON.stringify(configurationSchema) }),
    LastUpdated: new Date(version.createdAtMs),
    TimeCreated: new Date(firstAtMs),
  };
}

/** A type in a list. */
export function summarizeType(found: FoundType, scope: Scope, version: TypeVersionRecord | undefined): TypeSummary {
  const { typeName } = found.type;
  const base = { Type: "RESOURCE" as const, TypeName: typeName };
  if (found.kind === "public")
    return { ...base, TypeArn: publicTypeArn(scope.region, typeName), Description: publicDescription(typeName) };
  const TypeArn = privateTypeArn(scope, typeName);
  if (found.kind === "defined")
    return {
      ...base,
      TypeArn,
      DefaultVersionId: DEFINED_VERSION,
      ...descriptionOf(JSON.stringify(found.schema)),
    };
  return {
    ...base,
    TypeArn,
    DefaultVersionId: found.versionId,
    ...(version === undefined ? {} : { LastUpdated: new Date(version.createdAtMs), ...descriptionOf(version.schema) }),
  };
}

/** A version in a list. */
export function summarizeVersion(
  version: TypeVersionRecord,
  scope: Scope,
  defaultVersionId: string | undefined,
): TypeVersionSummary {
  const { typeName, versionId } = version;
  return {
    Type: "RESOURCE",
    TypeName: typeName,
    VersionId: versionId,
    IsDefaultVersion: versionId === defaultVersionId,
    Arn: privateTypeArn(scope, typeName, versionId),
    TimeCreated: new Date(version.createdAtMs),
    ...descriptionOf(version.schema),
  };
}

/** A type's configuration. AWS: "If a configuration hasn't been set for a specified extension, CloudFormation returns {}." */
export function showConfiguration(
  scope: Scope,
  typeName: string,
  alias: string,
  record: TypeConfigurationRecord | undefined,
): TypeConfigurationDetails {
  return {
    Arn: configurationArn(scope, typeName, alias),
    Alias: alias,
    Configuration: record?.configuration ?? "{}",
    ...(record === undefined ? {} : { LastUpdated: new Date(record.updatedAtMs) }),
    TypeArn: privateTypeArn(scope, typeName),
    TypeName: typeName,
    IsDefaultConfiguration: alias === DEFAULT_ALIAS,
  };
}

/** AWS: the alias of the configuration that handlers get. */
export const DEFAULT_ALIAS = "default";

/** The schema of a type's configuration, if it has one. */
export function configurationSchemaOf(schema: string): Readonly<Record<string, unknown>> | undefined {
  const parsed: unknown = JSON.parse(schema);
  const found = isRecord(parsed) ? parsed["typeConfiguration"] : undefined;
  return isRecord(found) ? found : undefined;
}

function descriptionOf(schema: string): { readonly Description?: string } {
  const parsed: unknown = JSON.parse(schema);
  const description = isRecord(parsed) ? parsed["description"] : undefined;
  return typeof description === "string" && description !== "" ? { Description: description.slice(0, 1024) } : {};
}

function linksOf(schema: string): Pick<DescribeTypeOutput, "Description" | "SourceUrl" | "DocumentationUrl"> {
  const parsed: unknown = JSON.parse(schema);
  const { sourceUrl, documentationUrl } = isRecord(parsed) ? parsed : {};
  return {
    ...descriptionOf(schema),
    ...(typeof sourceUrl === "string" ? { SourceUrl: sourceUrl } : {}),
    ...(typeof documentationUrl === "string" ? { DocumentationUrl: documentationUrl } : {}),
  };
}

// Lengths, ranges, patterns and enumerations of the registry's inputs, from the service's model.

import type { Constraint, Constraints } from "../../../service/constraints.ts";

const TYPE: Constraint = { oneOf: ["RESOURCE", "MODULE", "HOOK"] };
const TYPE_NAME: Constraint = {
  length: [10, 204],
  pattern: "[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}(::MODULE){0,1}",
};
const TYPE_ARN: Constraint = {
  length: [0, 1024],
  pattern: "arn:aws[A-Za-z0-9-]{0,64}:cloudformation:[A-Za-z0-9-]{1,64}:([0-9]{12})?:type/.+",
};
const PRIVATE_TYPE_ARN: Constraint = {
  length: [0, 1024],
  pattern: "arn:aws[A-Za-z0-9-]{0,64}:cloudformation:[A-Za-z0-9-]{1,64}:[0-9]{12}:type/.+",
};
const CONFIGURATION_ARN: Constraint = {
  length: [0, 1024],
  pattern: "arn:aws[A-Za-z0-9-]{0,64}:cloudformation:[A-Za-z0-9-]{1,64}:([0-9]{12})?:type-configuration/.+",
};
const VERSION_ID: Constraint = { length: [1, 128], pattern: "[A-Za-z0-9-]+" };
const PUBLISHER_ID: Constraint = { length: [1, 40], pattern: "[0-9a-zA-Z]{12,40}" };
const ROLE_ARN: Constraint = { length: [1, 256], pattern: "arn:.+:iam::[0-9]{12}:role/.+" };
const TOKEN: Constraint = { length: [1, 128], pattern: "[a-zA-Z0-9][-a-zA-Z0-9]*" };
const ALIAS: Constraint = { length: [1, 256], pattern: "^[a-zA-Z0-9]{1,256}$" };
const DEPRECATED_STATUS: Constraint = { oneOf: ["LIVE", "DEPRECATED"] };
const PAGE: Record<string, Constraint> = { NextToken: { length: [1, 1024] }, MaxResults: { range: [1, 100] } };
const NAMED: Record<string, Constraint> = { Type: TYPE, TypeName: TYPE_NAME };

export const typeRegistryConstraints: Constraints = {
  BatchDescribeTypeConfigurations: {
    TypeConfigurationIdentifiers: { length: [1, Number.MAX_SAFE_INTEGER] },
    "TypeConfigurationIdentifiers.member.TypeArn": TYPE_ARN,
    "TypeConfigurationIdentifiers.member.TypeConfigurationAlias": ALIAS,
    "TypeConfigurationIdentifiers.member.TypeConfigurationArn": CONFIGURATION_ARN,
    "TypeConfigurationIdentifiers.member.Type": TYPE,
    "TypeConfigurationIdentifiers.member.TypeName": TYPE_NAME,
  },
  DeregisterType: { ...NAMED, Arn: PRIVATE_TYPE_ARN, VersionId: VERSION_ID },
  DescribeType: {
    ...NAMED,
    Arn: TYPE_ARN,
    VersionId: VERSION_ID,
    PublisherId: PUBLISHER_ID,
    PublicVersionNumber: {
      length: [5, Number.MAX_SAFE_INTEGER],
      pattern: "^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(.*)$",
    },
  },
  DescribeTypeRegistration: { RegistrationToken: TOKEN },
  ListTypeRegistrations: {
    ...NAMED,
    ...PAGE,
    TypeArn: TYPE_ARN,
    RegistrationStatusFilter: { oneOf: ["COMPLETE", "IN_PROGRESS", "FAILED"] },
  },
  ListTypes: {
    ...PAGE,
    Type: TYPE,
    Visibility: { oneOf: ["PUBLIC", "PRIVATE"] },
    ProvisioningType: { oneOf: ["NON_PROVISIONABLE", "IMMUTABLE", "FULLY_MUTABLE"] },
    DeprecatedStatus: DEPRECATED_STATUS,
    "Filters.Category": { oneOf: ["REGISTERED", "ACTIVATED", "THIRD_PARTY", "AWS_TYPES"] },
    "Filters.PublisherId": PUBLISHER_ID,
    "Filters.TypeNamePrefix": { length: [1, 204], pattern: "([A-Za-z0-9]{2,64}::){0,2}([A-Za-z0-9]{2,64}:?){0,1}" },
  },
  ListTypeVersions: {
    ...NAMED,
    ...PAGE,
    Arn: TYPE_ARN,
    DeprecatedStatus: DEPRECATED_STATUS,
    PublisherId: PUBLISHER_ID,
  },
  RegisterType: {
    ...NAMED,
    SchemaHandlerPackage: { length: [1, 4096] },
    "LoggingConfig.LogRoleArn": ROLE_ARN,
    "LoggingConfig.LogGroupName": { length: [1, 512], pattern: "[\\.\\-_/#A-Za-z0-9]+" },
    ExecutionRoleArn: ROLE_ARN,
    ClientRequestToken: TOKEN,
  },
  SetTypeConfiguration: {
    ...NAMED,
    TypeArn: TYPE_ARN,
    Configuration: { length: [1, 204_800] },
    ConfigurationAlias: ALIAS,
  },
  SetTypeDefaultVersion: { ...NAMED, Arn: PRIVATE_TYPE_ARN, VersionId: VERSION_ID },
};

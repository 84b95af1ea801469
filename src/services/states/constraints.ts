// The constraints of Step Functions, as its API reference declares them.

import type { Constraints } from "../../service/constraints.ts";

const ARN = { length: [1, 256] } as const;
const ALIAS_NAME = { length: [1, 80], pattern: "^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$" } as const;
const DEFINITION = { length: [1, 1_048_576] } as const;
const DESCRIPTION = { length: [0, 256] } as const;
const LONG_ARN = { length: [1, 2000] } as const;
const MACHINE_TYPE = { oneOf: ["STANDARD", "EXPRESS"] } as const;
const NAME = { length: [1, 80] } as const;

const ENCRYPTION = {
  "encryptionConfiguration.kmsDataKeyReusePeriodSeconds": { range: [60, 900] },
  "encryptionConfiguration.kmsKeyId": { length: [1, 2048] },
  "encryptionConfiguration.type": { oneOf: ["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"] },
} as const;
const LOGGING = {
  "loggingConfiguration.destinations.member.cloudWatchLogsLogGroup.logGroupArn": ARN,
  "loggingConfiguration.level": { oneOf: ["ALL", "ERROR", "FATAL", "OFF"] },
} as const;
const PAGE = { maxResults: { range: [0, 1000] }, nextToken: { length: [1, 1024] } } as const;
const ROUTING = {
  routingConfiguration: { length: [1, 2] },
  "routingConfiguration.member.stateMachineVersionArn": ARN,
  "routingConfiguration.member.weight": { range: [0, 100] },
} as const;
const TAGS = { "tags.member.key": { length: [1, 128] }, "tags.member.value": { length: [0, 256] } } as const;

export const constraints: Constraints = {
  CreateActivity: { name: NAME, ...TAGS, ...ENCRYPTION },
  CreateStateMachine: {
    name: NAME,
    definition: DEFINITION,
    roleArn: ARN,
    type: MACHINE_TYPE,
    versionDescription: DESCRIPTION,
    ...LOGGING,
    ...TAGS,
    ...ENCRYPTION,
  },
  CreateStateMachineAlias: { description: DESCRIPTION, name: ALIAS_NAME, ...ROUTING },
  DeleteActivity: { activityArn: ARN },
  DeleteStateMachine: { stateMachineArn: ARN },
  DeleteStateMachineAlias: { stateMachineAliasArn: ARN },
  DeleteStateMachineVersion: { stateMachineVersionArn: LONG_ARN },
  DescribeActivity: { activityArn: ARN },
  DescribeStateMachine: { stateMachineArn: ARN, includedData: { oneOf: ["ALL_DATA", "METADATA_ONLY"] } },
  DescribeStateMachineAlias: { stateMachineAliasArn: ARN },
  ListActivities: PAGE,
  ListStateMachineAliases: { stateMachineArn: ARN, ...PAGE },
  ListStateMachineVersions: { stateMachineArn: ARN, ...PAGE },
  ListStateMachines: PAGE,
  ListTagsForResource: { resourceArn: ARN },
  PublishStateMachineVersion: { stateMachineArn: ARN, description: DESCRIPTION },
  TagResource: { resourceArn: ARN, ...TAGS },
  UntagResource: { resourceArn: ARN, "tagKeys.member": { length: [1, 128] } },
  UpdateStateMachine: {
    stateMachineArn: ARN,
    definition: DEFINITION,
    roleArn: ARN,
    versionDescription: DESCRIPTION,
    ...LOGGING,
    ...ENCRYPTION,
  },
  UpdateStateMachineAlias: { stateMachineAliasArn: ARN, description: DESCRIPTION, ...ROUTING },
  ValidateStateMachineDefinition: {
    definition: DEFINITION,
    type: MACHINE_TYPE,
    severity: { oneOf: ["ERROR", "WARNING"] },
    maxResults: { range: [0, 100] },
  },
};

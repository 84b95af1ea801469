// Lengths, ranges and enumerations of SSM's parameter operations. AWS: the service model.

import type { Constraints } from "../../service/constraints.ts";

const name = { length: [1, 2_048] } as const;
const tagKey = { length: [1, 128], pattern: "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$" } as const;
const tagValue = { length: [0, 256], pattern: "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$" } as const;
const tags = { "Tags.member.Key": tagKey, "Tags.member.Value": tagValue };
const resourceType = {
  oneOf: [
    "Document",
    "ManagedInstance",
    "MaintenanceWindow",
    "Parameter",
    "PatchBaseline",
    "OpsItem",
    "OpsMetadata",
    "Automation",
    "Association",
  ],
} as const;
const filters = {
  "ParameterFilters.member.Key": { length: [1, 132], pattern: "tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType" },
  "ParameterFilters.member.Option": { length: [1, 10] },
  "ParameterFilters.member.Values": { length: [1, 50] },
  "ParameterFilters.member.Values.member": { length: [1, 1_024] },
} as const;

export const constraints: Constraints = {
  PutParameter: {
    Name: name,
    Value: { length: [1, 1_048_576] },
    Description: { length: [0, 1_024] },
    Type: { oneOf: ["String", "StringList", "SecureString"] },
    KeyId: { length: [1, 256], pattern: "^([a-zA-Z0-9:/_-]+)$" },
    AllowedPattern: { length: [0, 1_024] },
    Tier: { oneOf: ["Standard", "Advanced", "Intelligent-Tiering"] },
    Policies: { length: [1, 4_096] },
    DataType: { length: [0, 128] },
    Tags: { length: [0, 1_000] },
    ...tags,
  },
  GetParameter: { Name: name },
  GetParameters: { Names: { length: [1, 10] }, "Names.member": name },
  GetParametersByPath: { Path: name, MaxResults: { range: [1, 10] }, ...filters },
  GetParameterHistory: { Name: name, MaxResults: { range: [1, 50] } },
  DescribeParameters: {
    MaxResults: { range: [1, 50] },
    "Filters.member.Key": { oneOf: ["Name", "Type", "KeyId"] },
    "Filters.member.Values": { length: [1, 50] },
    ...filters,
  },
  LabelParameterVersion: { Name: name, Labels: { length: [1, 10] }, "Labels.member": { length: [1, 100] } },
  UnlabelParameterVersion: { Name: name, Labels: { length: [1, 10] }, "Labels.member": { length: [1, 100] } },
  GetServiceSetting: { SettingId: { length: [1, 1_000] } },
  ResetServiceSetting: { SettingId: { length: [1, 1_000] } },
  UpdateServiceSetting: { SettingId: { length: [1, 1_000] }, SettingValue: { length: [1, 4_096] } },
  DeleteParameter: { Name: name },
  DeleteParameters: { Names: { length: [1, 10] }, "Names.member": name },
  AddTagsToResource: { ResourceType: resourceType, Tags: { length: [0, 1_000] }, ...tags },
  RemoveTagsFromResource: { ResourceType: resourceType, "TagKeys.member": tagKey },
  ListTagsForResource: { ResourceType: resourceType },
};

// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon EventBridge Schemas".

import type { PermissionRule, Permissions } from "../../service/service.ts";
import { discovererArn, registryArn, schemaArn } from "./names.ts";

type Tags = Readonly<Record<string, string>>;

const onRegistry =
  (action: string): PermissionRule =>
  (input: { RegistryName?: string; Tags?: Tags }, call) => [
    {
      action: `schemas:${action}`,
      resource: registryArn(call, input.RegistryName ?? "*"),
      conditions: tagConditions(input.Tags ?? {}),
    },
  ];

const onSchema =
  (action: string): PermissionRule =>
  (input: { RegistryName: string; SchemaName: string; Tags?: Tags }, call) => [
    {
      action: `schemas:${action}`,
      resource: schemaArn(call, input.RegistryName, input.SchemaName),
      conditions: tagConditions(input.Tags ?? {}),
    },
  ];

const onDiscoverer =
  (action: string): PermissionRule =>
  (input: { DiscovererId: string }, call) => [
    { action: `schemas:${action}`, resource: discovererArn(call, input.DiscovererId) },
  ];

const onAll =
  (action: string): PermissionRule =>
  () => [{ action: `schemas:${action}`, resource: "*" }];

export const permissions: Permissions = {
  CreateDiscoverer: (input: { SourceArn: string; Tags?: Tags }, call) => [
    {
      action: "schemas:CreateDiscoverer",
      resource: discovererArn(call, `events-event-bus-${input.SourceArn.slice(input.SourceArn.indexOf("/") + 1)}`),
      conditions: tagConditions(input.Tags ?? {}),
    },
  ],
  CreateRegistry: onRegistry("CreateRegistry"),
  CreateSchema: onSchema("CreateSchema"),
  DeleteDiscoverer: onDiscoverer("DeleteDiscoverer"),
  DeleteRegistry: onRegistry("DeleteRegistry"),
  DeleteResourcePolicy: onRegistry("DeleteResourcePolicy"),
  DeleteSchema: onSchema("DeleteSchema"),
  DeleteSchemaVersion: onSchema("DeleteSchemaVersion"),
  DescribeDiscoverer: onDiscoverer("DescribeDiscoverer"),
  DescribeRegistry: onRegistry("DescribeRegistry"),
  DescribeSchema: onSchema("DescribeSchema"),
  ExportSchema: onSchema("ExportSchema"),
  GetDiscoveredSchema: onAll("GetDiscoveredSchema"),
  GetResourcePolicy: onRegistry("GetResourcePolicy"),
  ListDiscoverers: onAll("ListDiscoverers"),
  ListRegistries: onAll("ListRegistries"),
  ListSchemaVersions: onSchema("ListSchemaVersions"),
  ListSchemas: onRegistry("ListSchemas"),
  ListTagsForResource: (input: { ResourceArn: string }) => [
    { action: "schemas:ListTagsForResource", resource: input.ResourceArn },
  ],
  PutResourcePolicy: onRegistry("PutResourcePolicy"),
  SearchSchemas: onRegistry("SearchSchemas"),
  StartDiscoverer: onDiscoverer("StartDiscoverer"),
  StopDiscoverer: onDiscoverer("StopDiscoverer"),
  TagResource: (input: { ResourceArn: string; Tags: Tags }) => [
    { action: "schemas:TagResource", resource: input.ResourceArn, conditions: tagConditions(input.Tags) },
  ],
  UntagResource: (input: { ResourceArn: string; TagKeys: readonly string[] }) => [
    { action: "schemas:UntagResource", resource: input.ResourceArn, conditions: { "aws:TagKeys": input.TagKeys } },
  ],
  UpdateDiscoverer: onDiscoverer("UpdateDiscoverer"),
  UpdateRegistry: onRegistry("UpdateRegistry"),
  UpdateSchema: onSchema("UpdateSchema"),
};

function tagConditions(tags: Tags): Record<string, string | readonly string[]> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  const values = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  return { ...values, "aws:TagKeys": keys };
}

// What each operation needs. AWS: "Actions, resources, and condition keys for AWS Systems Manager".

import { formatArn } from "../../kernel/arns.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { parameterArn, splitReference } from "./name.ts";

const onName =
  (action: string): PermissionRule =>
  (input: { Name: string }, call) => [{ action: `ssm:${action}`, resource: arnOf(input.Name, call) }];

const onNames =
  (action: string): PermissionRule =>
  (input: { Names: readonly string[] }, call) =>
    input.Names.map((name) => ({ action: `ssm:${action}`, resource: arnOf(name, call) }));

const onTagged =
  (action: string): PermissionRule =>
  (input: { ResourceId: string }, call) => [{ action: `ssm:${action}`, resource: arnOf(input.ResourceId, call) }];

const onSetting =
  (action: string): PermissionRule =>
  (input: { SettingId: string }, call) => [
    {
      action: `ssm:${action}`,
      resource: input.SettingId.startsWith("arn:")
        ? input.SettingId
        : formatArn("ssm", call.region, call.account, `servicesetting${input.SettingId}`),
    },
  ];

export const permissions: Permissions = {
  AddTagsToResource: onTagged("AddTagsToResource"),
  DeleteParameter: onName("DeleteParameter"),
  DeleteParameters: onNames("DeleteParameters"),
  DescribeParameters: () => [{ action: "ssm:DescribeParameters", resource: "*" }],
  GetParameter: onName("GetParameter"),
  GetParameterHistory: onName("GetParameterHistory"),
  GetParameters: onNames("GetParameters"),
  GetParametersByPath: (input: { Path: string; Recursive?: boolean }, call) => [
    {
      action: "ssm:GetParametersByPath",
      resource: parameterArn(call, input.Path.replace(/(.)\/$/, "$1")),
      conditions: { "ssm:Recursive": input.Recursive ?? false },
    },
  ],
  GetServiceSetting: onSetting("GetServiceSetting"),
  LabelParameterVersion: onName("LabelParameterVersion"),
  ListTagsForResource: onTagged("ListTagsForResource"),
  PutParameter: (
    input: { Name: string; Overwrite?: boolean; Tags?: readonly { readonly Key: string; readonly Value: string }[] },
    call,
  ) => {
    const resource = arnOf(input.Name.trim(), call);
    const tags = input.Tags ?? [];
    const conditions = {
      "ssm:Overwrite": input.Overwrite ?? false,
      ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
      ...(tags.length === 0 ? {} : { "aws:TagKeys": tags.map(({ Key }) => Key) }),
    };
    return [
      { action: "ssm:PutParameter", resource, conditions },
      ...(tags.length === 0 ? [] : [{ action: "ssm:AddTagsToResource", resource, conditions }]),
    ];
  },
  RemoveTagsFromResource: onTagged("RemoveTagsFromResource"),
  ResetServiceSetting: onSetting("ResetServiceSetting"),
  UnlabelParameterVersion: onName("UnlabelParameterVersion"),
  UpdateServiceSetting: onSetting("UpdateServiceSetting"),
};

function arnOf(text: string, call: PermissionCall): string {
  const { home = call, name } = splitReference(text);
  return parameterArn(home, name);
}

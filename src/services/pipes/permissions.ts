// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon EventBridge Pipes".

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionRule, Permissions } from "../../service/service.ts";
import { pipeArn } from "./names.ts";

type Tags = Readonly<Record<string, string>>;

const onPipe =
  (action: string): PermissionRule =>
  (input: { Name: string }, call) => [{ action: `pipes:${action}`, resource: pipeArn(call, input.Name) }];

/** A role is passed to Pipes: iam:PassRole on it, for this service. */
function passRole(role: string): AccessRequest {
  return { action: "iam:PassRole", resource: role, conditions: { "iam:PassedToService": "pipes.amazonaws.com" } };
}

export const permissions: Permissions = {
  CreatePipe: (input: { Name: string; RoleArn: string; Tags?: Tags }, call) => [
    {
      action: "pipes:CreatePipe",
      resource: pipeArn(call, input.Name),
      conditions: tagConditions(input.Tags ?? {}),
    },
    passRole(input.RoleArn),
  ],
  DeletePipe: onPipe("DeletePipe"),
  DescribePipe: onPipe("DescribePipe"),
  ListPipes: () => [{ action: "pipes:ListPipes", resource: "*" }],
  ListTagsForResource: (input: { resourceArn: string }) => [
    { action: "pipes:ListTagsForResource", resource: input.resourceArn },
  ],
  StartPipe: onPipe("StartPipe"),
  StopPipe: onPipe("StopPipe"),
  TagResource: (input: { resourceArn: string; tags: Tags }) => [
    { action: "pipes:TagResource", resource: input.resourceArn, conditions: tagConditions(input.tags) },
  ],
  UntagResource: (input: { resourceArn: string; tagKeys: readonly string[] }) => [
    { action: "pipes:UntagResource", resource: input.resourceArn, conditions: { "aws:TagKeys": input.tagKeys } },
  ],
  UpdatePipe: (input: { Name: string; RoleArn: string }, call) => [
    { action: "pipes:UpdatePipe", resource: pipeArn(call, input.Name) },
    passRole(input.RoleArn),
  ],
};

function tagConditions(tags: Tags): Record<string, string | readonly string[]> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  const values = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  return { ...values, "aws:TagKeys": keys };
}

// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon Elastic Container Registry".

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { parseRepositoryArn, registryScope, repositoryArn } from "./names.ts";
import { loadRepository } from "./repo.ts";

type Tags = readonly { readonly Key?: string; readonly Value?: string }[];

interface Named {
  readonly registryId?: string;
  readonly repositoryName: string;
  readonly tags?: Tags;
}

/** One action on one repository, with the condition keys of its tags. */
function on(action: string, arn: string, call: PermissionCall, more: AccessRequest["conditions"] = {}): AccessRequest {
  const named = parseRepositoryArn(arn);
  const tags = named && call.yard.store.read((tx) => loadRepository(tx, named.scope, named.name))?.tags;
  const ofResource = Object.entries(tags ?? {}).flatMap(([key, value]) => [
    [`aws:ResourceTag/${key}`, value],
    [`ecr:ResourceTag/${key}`, value],
  ]);
  return { action: `ecr:${action}`, resource: arn, conditions: { ...Object.fromEntries(ofResource), ...more } };
}

const onRepository =
  (action: string): PermissionRule =>
  ({ registryId, repositoryName }: Named, call) => [
    on(action, repositoryArn(registryScope(call, registryId), repositoryName), call),
  ];

const onNamed =
  (action: string): PermissionRule =>
  (input: { registryId?: string; repositoryNames?: readonly string[] }, call) =>
    (input.repositoryNames ?? ["*"]).map((name) =>
      on(action, repositoryArn(registryScope(call, input.registryId), name), call),
    );

function tagConditions(tags: Tags): AccessRequest["conditions"] {
  if (tags.length === 0) return {};
  const values = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [`aws:RequestTag/${Key}`, Value]));
  return { ...values, "aws:TagKeys": tags.map(({ Key = "" }) => Key) };
}

export const permissions: Permissions = {
  BatchDeleteImage: onRepository("BatchDeleteImage"),
  BatchGetImage: onRepository("BatchGetImage"),
  BatchGetRepositoryScanningConfiguration: onNamed("BatchGetRepositoryScanningConfiguration"),
  // AWS: "Using tag-based access control": tags at creation need ecr:TagResource, too.
  CreateRepository: ({ registryId, repositoryName, tags = [] }: Named, call) => {
    const arn = repositoryArn(registryScope(call, registryId), repositoryName);
    const create = on("CreateRepository", arn, call, tagConditions(tags));
    return tags.length === 0 ? [create] : [create, on("TagResource", arn, call, tagConditions(tags))];
  },
  DeleteLifecyclePolicy: onRepository("DeleteLifecyclePolicy"),
  DeleteRepository: onRepository("DeleteRepository"),
  DeleteRepositoryPolicy: onRepository("DeleteRepositoryPolicy"),
  DescribeImages: onRepository("DescribeImages"),
  DescribeRepositories: onNamed("DescribeRepositories"),
  GetLifecyclePolicy: onRepository("GetLifecyclePolicy"),
  GetRepositoryPolicy: onRepository("GetRepositoryPolicy"),
  ListImages: onRepository("ListImages"),
  ListTagsForResource: (input: { resourceArn: string }, call) => [on("ListTagsForResource", input.resourceArn, call)],
  PutImageScanningConfiguration: onRepository("PutImageScanningConfiguration"),
  PutImageTagMutability: onRepository("PutImageTagMutability"),
  PutLifecyclePolicy: onRepository("PutLifecyclePolicy"),
  SetRepositoryPolicy: onRepository("SetRepositoryPolicy"),
  TagResource: (input: { resourceArn: string; tags: Tags }, call) => [
    on("TagResource", input.resourceArn, call, tagConditions(input.tags)),
  ],
  UntagResource: (input: { resourceArn: string; tagKeys: readonly string[] }, call) => [
    on("UntagResource", input.resourceArn, call, { "aws:TagKeys": input.tagKeys }),
  ],
};

// ListEntitiesForPolicy: lists who has a managed policy attached.

import type { ListEntitiesForPolicyCommandInput, ListEntitiesForPolicyCommandOutput } from "@aws-sdk/client-iam";
import { usesOfPolicy } from "../../../iam/directory/managed-policies.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireManagedPolicy } from "../own-policies.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listEntitiesForPolicy = defineOperation<
  Input<ListEntitiesForPolicyCommandInput>,
  ListEntitiesForPolicyCommandOutput
>("ListEntitiesForPolicy", (input, context) => {
  const { PolicyArn: arn, EntityFilter: filter, PathPrefix: prefix = "/", PolicyUsageFilter: usage } = input;
  const wanted = usage === "PermissionsBoundary" ? "boundary" : "attachment";
  const uses = context.store.read((tx) => {
    requireManagedPolicy(tx, context.account, arn);
    return usesOfPolicy(tx, context.account, arn);
  });
  const listed = uses.filter(
    (use) =>
      use.as === wanted && use.path.startsWith(prefix) && (filter === undefined || filter.toLowerCase() === use.kind),
  );
  const page = pageOf(listed, input, (use) => `${use.kind} ${use.name}`);
  return {
    PolicyGroups: page.items
      .filter((use) => use.kind === "group")
      .map((use) => ({ GroupName: use.name, GroupId: use.id })),
    PolicyUsers: page.items.filter((use) => use.kind === "user").map((use) => ({ UserName: use.name, UserId: use.id })),
    PolicyRoles: page.items.filter((use) => use.kind === "role").map((use) => ({ RoleName: use.name, RoleId: use.id })),
    ...pageMembers(page),
  };
});

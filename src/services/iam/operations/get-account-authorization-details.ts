// GetAccountAuthorizationDetails: all users, groups, roles and managed policies with their documents.

import type {
  GetAccountAuthorizationDetailsCommandInput,
  GetAccountAuthorizationDetailsCommandOutput,
} from "@aws-sdk/client-iam";
import { listManagedPolicies, policyUses, type PolicyUse } from "../../../iam/directory/managed-policies.ts";
import { listNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { groupDetail, policyDetail, roleDetail, userDetail } from "../details.ts";
import { pageMembers, pageOf } from "../pages.ts";

type Output = GetAccountAuthorizationDetailsCommandOutput;
type Item = { readonly key: string } & (
  | { readonly list: "UserDetailList"; readonly detail: NonNullable<Output["UserDetailList"]>[number] }
  | { readonly list: "GroupDetailList"; readonly detail: NonNullable<Output["GroupDetailList"]>[number] }
  | { readonly list: "RoleDetailList"; readonly detail: NonNullable<Output["RoleDetailList"]>[number] }
  | { readonly list: "Policies"; readonly detail: NonNullable<Output["Policies"]>[number] }
);

export const getAccountAuthorizationDetails = defineOperation<
  Input<GetAccountAuthorizationDetailsCommandInput>,
  Output
>("GetAccountAuthorizationDetails", (input, context) => {
  const { account } = context;
  const wanted = new Set<string>(input.Filter ?? ["User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy"]);
  const items = context.store.read<Item[]>((tx) => {
    const all: Item[] = [];
    if (wanted.has("User")) {
      for (const user of listNamed(tx, account, "user")) {
        all.push({ key: `1 ${user.name}`, list: "UserDetailList", detail: userDetail(account, user) });
      }
    }
    if (wanted.has("Group")) {
      for (const group of listNamed(tx, account, "group")) {
        all.push({ key: `2 ${group.name}`, list: "GroupDetailList", detail: groupDetail(account, group) });
      }
    }
    if (wanted.has("Role")) {
      const profiles = [...listNamed(tx, account, "instance-profile")];
      for (const role of listNamed(tx, account, "role")) {
        const own = profiles.filter((profile) => profile.roleName === role.name);
        all.push({ key: `3 ${role.name}`, list: "RoleDetailList", detail: roleDetail(account, role, own) });
      }
    }
    const uses = policyUses(tx, account);
    const none: readonly PolicyUse[] = [];
    for (const policy of listManagedPolicies(tx, account, "All")) {
      const used = uses.get(policy.arn) ?? none;
      // AWS: of its own policies, only those that are attached.
      if (policy.isAws ? !wanted.has("AWSManagedPolicy") || used.length === 0 : !wanted.has("LocalManagedPolicy")) {
        continue;
      }
      all.push({ key: `4 ${policy.arn}`, list: "Policies", detail: policyDetail(policy, used) });
    }
    return all;
  });
  const page = pageOf(items, input, (item) => item.key);
  return {
    UserDetailList: page.items.flatMap((item) => (item.list === "UserDetailList" ? [item.detail] : [])),
    GroupDetailList: page.items.flatMap((item) => (item.list === "GroupDetailList" ? [item.detail] : [])),
    RoleDetailList: page.items.flatMap((item) => (item.list === "RoleDetailList" ? [item.detail] : [])),
    Policies: page.items.flatMap((item) => (item.list === "Policies" ? [item.detail] : [])),
    ...pageMembers(page),
  };
});

// ListInstanceProfilesForRole: lists the instance profiles that hold a role.

import type {
  ListInstanceProfilesForRoleCommandInput,
  ListInstanceProfilesForRoleCommandOutput,
} from "@aws-sdk/client-iam";
import { listNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { viewWithRole } from "../instance-profiles.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listInstanceProfilesForRole = defineOperation<
  Input<ListInstanceProfilesForRoleCommandInput>,
  ListInstanceProfilesForRoleCommandOutput
>("ListInstanceProfilesForRole", (input, context) => {
  const { RoleName: roleName } = input;
  const profiles = context.store.read((tx) => {
    requireEntity(tx, context.account, "role", roleName);
    return [...listNamed(tx, context.account, "instance-profile")].filter((one) => one.roleName === roleName);
  });
  const page = pageOf(profiles, input, (profile) => profile.name.toLowerCase());
  return { InstanceProfiles: page.items.map((profile) => viewWithRole(context, profile)), ...pageMembers(page) };
});

// ListInstanceProfiles: lists the account's instance profiles below a path.

import type { ListInstanceProfilesCommandInput, ListInstanceProfilesCommandOutput } from "@aws-sdk/client-iam";
import { listNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { viewWithRole } from "../instance-profiles.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listInstanceProfiles = defineOperation<
  Input<ListInstanceProfilesCommandInput>,
  ListInstanceProfilesCommandOutput
>("ListInstanceProfiles", (input, context) => {
  const profiles = context.store.read((tx) => [...listNamed(tx, context.account, "instance-profile")]);
  const below = profiles.filter((profile) => profile.path.startsWith(input.PathPrefix ?? "/"));
  const page = pageOf(below, input, (profile) => profile.name.toLowerCase());
  return { InstanceProfiles: page.items.map((profile) => viewWithRole(context, profile)), ...pageMembers(page) };
});

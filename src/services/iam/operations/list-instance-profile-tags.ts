// ListInstanceProfileTags: lists the tags of an instance profile.

import type { ListInstanceProfileTagsCommandInput, ListInstanceProfileTagsCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readInstanceProfile } from "../instance-profiles.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { tagItems } from "../tags.ts";

export const listInstanceProfileTags = defineOperation<
  Input<ListInstanceProfileTagsCommandInput>,
  ListInstanceProfileTagsCommandOutput
>("ListInstanceProfileTags", (input, context) => {
  const page = pageOf(tagItems(readInstanceProfile(context, input.InstanceProfileName).tags), input, (tag) => tag.Key);
  return { Tags: [...page.items], ...pageMembers(page) };
});

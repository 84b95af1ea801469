// ListRoleTags: lists the tags of a role.

import type { ListRoleTagsCommandInput, ListRoleTagsCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readEntity } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { tagItems } from "../tags.ts";

export const listRoleTags = defineOperation<Input<ListRoleTagsCommandInput>, ListRoleTagsCommandOutput>(
  "ListRoleTags",
  (input, context) => {
    const page = pageOf(tagItems(readEntity(context, "role", input.RoleName).tags), input, (tag) => tag.Key);
    return { Tags: [...page.items], ...pageMembers(page) };
  },
);

// ListUserTags: lists the tags of a user.

import type { ListUserTagsCommandInput, ListUserTagsCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readEntity } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { tagItems } from "../tags.ts";

export const listUserTags = defineOperation<Input<ListUserTagsCommandInput>, ListUserTagsCommandOutput>(
  "ListUserTags",
  (input, context) => {
    const page = pageOf(tagItems(readEntity(context, "user", input.UserName).tags), input, (tag) => tag.Key);
    return { Tags: [...page.items], ...pageMembers(page) };
  },
);

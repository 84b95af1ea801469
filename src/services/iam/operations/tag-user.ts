// TagUser: sets tags of a user.

import type { TagUserCommandInput, TagUserCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity } from "../entities.ts";
import { withTags } from "../tags.ts";

export const tagUser = defineOperation<Input<TagUserCommandInput>, TagUserCommandOutput>(
  "TagUser",
  (input, context) => {
    changeEntity(context, "user", input.UserName, (record) => ({ ...record, tags: withTags(record.tags, input.Tags) }));
    return {};
  },
);

// UntagUser: takes tags off a user.

import type { UntagUserCommandInput, UntagUserCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity } from "../entities.ts";
import { withoutTags } from "../tags.ts";

export const untagUser = defineOperation<Input<UntagUserCommandInput>, UntagUserCommandOutput>(
  "UntagUser",
  (input, context) => {
    const { UserName, TagKeys: keys } = input;
    changeEntity(context, "user", UserName, (record) => ({ ...record, tags: withoutTags(record.tags, keys) }));
    return {};
  },
);

// UntagRole: takes tags off a role.

import type { UntagRoleCommandInput, UntagRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity } from "../entities.ts";
import { withoutTags } from "../tags.ts";

export const untagRole = defineOperation<Input<UntagRoleCommandInput>, UntagRoleCommandOutput>(
  "UntagRole",
  (input, context) => {
    const { RoleName, TagKeys: keys } = input;
    changeEntity(context, "role", RoleName, (record) => ({ ...record, tags: withoutTags(record.tags, keys) }));
    return {};
  },
);

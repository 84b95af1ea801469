// TagRole: sets tags of a role.

import type { TagRoleCommandInput, TagRoleCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity } from "../entities.ts";
import { withTags } from "../tags.ts";

export const tagRole = defineOperation<Input<TagRoleCommandInput>, TagRoleCommandOutput>(
  "TagRole",
  (input, context) => {
    changeEntity(context, "role", input.RoleName, (record) => ({ ...record, tags: withTags(record.tags, input.Tags) }));
    return {};
  },
);

// UntagResource: takes tags off a group; keys that it does not have are ignored.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGroup } from "../groups.ts";
import { parseGroupArn } from "../names.ts";
import { saveGroup } from "../repo.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    const { scope, groupName } = parseGroupArn(input.ResourceArn);
    context.store.write((tx) => {
      const group = requireGroup(tx, scope, groupName);
      const kept = Object.entries(group.tags).filter(([tag]) => !input.TagKeys.includes(tag));
      saveGroup(tx, scope, { ...group, tags: Object.fromEntries(kept) });
    });
    return {};
  },
);

// TagResource: adds tags to a group, or gives those that are there other values.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGroup, parseTags } from "../groups.ts";
import { parseGroupArn } from "../names.ts";
import { saveGroup } from "../repo.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    const { scope, groupName } = parseGroupArn(input.ResourceArn);
    context.store.write((tx) => {
      const group = requireGroup(tx, scope, groupName);
      saveGroup(tx, scope, { ...group, tags: parseTags(input.Tags, group.tags) });
    });
    return {};
  },
);

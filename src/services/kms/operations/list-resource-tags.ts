// ListResourceTags: a key's tags.

import type { ListResourceTagsCommandInput, ListResourceTagsCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireKey } from "../keys.ts";
import { afterMarker, takePage } from "../pages.ts";

export const listResourceTags = defineOperation<Input<ListResourceTagsCommandInput>, ListResourceTagsCommandOutput>(
  "ListResourceTags",
  ({ KeyId, Limit = 50, Marker }, context) => {
    const { record } = requireKey(context, KeyId, "ListResourceTags", { isById: true });
    const names = Object.keys(record.tags).sort();
    const { items, next } = takePage(afterMarker(names, Marker, String), Limit, String);
    return { Tags: items.map((name) => ({ TagKey: name, TagValue: record.tags[name] ?? "" })), ...next };
  },
);

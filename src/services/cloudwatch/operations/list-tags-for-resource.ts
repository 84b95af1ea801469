// ListTagsForResource: the tags of an alarm or a dashboard.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tagList } from "../../../service/tagging.ts";
import { requireTagged } from "../tags.ts";

type Request = Input<ListTagsForResourceCommandInput>;

export const listTagsForResource = defineOperation<Request, ListTagsForResourceCommandOutput>(
  "ListTagsForResource",
  ({ ResourceARN }, context) =>
    context.store.read((tx) => ({ Tags: tagList(requireTagged(tx, context, ResourceARN).tags) })),
);

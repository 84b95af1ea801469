// ListTagsForResource: a scalable target's tags.

import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireTargetByArn } from "../targets.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", ({ ResourceARN }, context) => {
  const { tags } = context.store.read((tx) => requireTargetByArn(tx, context, ResourceARN));
  return { Tags: { ...tags } };
});

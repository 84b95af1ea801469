// RemoveTagsFromStream: takes tags from a stream; those that are not there are no error.

import type { RemoveTagsFromStreamCommandInput, RemoveTagsFromStreamCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireStream } from "../streams.ts";
import { changeAttached } from "../resources-by-arn.ts";
import { removeTags } from "../tags.ts";

export const removeTagsFromStream = defineOperation<
  Input<RemoveTagsFromStreamCommandInput>,
  RemoveTagsFromStreamCommandOutput
>("RemoveTagsFromStream", (input, context) => {
  const { arn } = requireStream(context, input);
  changeAttached(context.store, arn, (attached) => ({ ...attached, tags: removeTags(attached.tags, input.TagKeys) }));
  return {};
});

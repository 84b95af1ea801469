// AddTagsToStream: gives a stream tags.

import type { AddTagsToStreamCommandInput, AddTagsToStreamCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireStream } from "../streams.ts";
import { changeAttached } from "../resources-by-arn.ts";
import { addTags } from "../tags.ts";

export const addTagsToStream = defineOperation<Input<AddTagsToStreamCommandInput>, AddTagsToStreamCommandOutput>(
  "AddTagsToStream",
  (input, context) => {
    const { arn } = requireStream(context, input);
    changeAttached(context.store, arn, (attached) => ({ ...attached, tags: addTags(attached.tags, input.Tags) }));
    return {};
  },
);

// ListTags: the tags of a function or an event source mapping.

import type { ListTagsCommandInput, ListTagsCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { loadTags } from "../tags.ts";

export const listTags = defineOperation<Input<ListTagsCommandInput>, ListTagsCommandOutput>(
  "ListTags",
  (input, context) => ({ Tags: { ...context.store.read((tx) => loadTags(tx, context, input.Resource)) } }),
);

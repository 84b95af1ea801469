// CreateTags: sets tags of any resources.

import type { CreateTagsCommandInput, CreateTagsCommandOutput } from "@aws-sdk/client-ec2";
import { changing } from "../operation.ts";
import { changeTags } from "../tagged.ts";
import { withTags } from "../tags.ts";

export const createTags = changing<CreateTagsCommandInput, CreateTagsCommandOutput>(
  "CreateTags",
  ({ Resources, Tags }, tx, context) => {
    for (const id of Resources) changeTags(tx, context, id, (tags) => withTags(tags, Tags));
  },
);

// DeleteTags: takes tags from any resources.

import type { DeleteTagsCommandInput, DeleteTagsCommandOutput } from "@aws-sdk/client-ec2";
import { changing } from "../operation.ts";
import { changeTags } from "../tagged.ts";
import { withoutTags } from "../tags.ts";

export const deleteTags = changing<DeleteTagsCommandInput, DeleteTagsCommandOutput>(
  "DeleteTags",
  ({ Resources, Tags }, tx, context) => {
    for (const id of Resources) changeTags(tx, context, id, (tags) => withoutTags(tags, Tags));
  },
);

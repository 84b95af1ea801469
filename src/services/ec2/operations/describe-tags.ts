// DescribeTags: the tags of all resources, one by one.

import type { DescribeTagsCommandInput, DescribeTagsCommandOutput, TagDescription } from "@aws-sdk/client-ec2";
import { type FilterTable, select } from "../filters.ts";
import { reading } from "../operation.ts";
import { taggedResources } from "../tagged.ts";
import { tagItems } from "../tags.ts";

export const describeTags = reading<DescribeTagsCommandInput, DescribeTagsCommandOutput>(
  "DescribeTags",
  (input, tx, context) => {
    const all = taggedResources(tx, context).flatMap(({ id, kind, tags }) =>
      tagItems(tags).map(({ Key = "", Value = "" }) => {
        const shape: TagDescription = { Key, Value, ResourceId: id, ResourceType: kind };
        return { id: `${id} ${Key}`, tags: { [Key]: Value }, shape };
      }),
    );
    const { items: Tags, next } = select(all, input, { kind: "vpc", ids: [], idsName: "", filters: tagFilters });
    return { Tags: [...Tags], ...next };
  },
);

/** AWS: DescribeTags, Filters. */
const tagFilters: FilterTable<TagDescription> = {
  key: (tag) => tag.Key,
  "resource-id": (tag) => tag.ResourceId,
  "resource-type": (tag) => tag.ResourceType,
  value: (tag) => tag.Value,
};

// ListTagsForResource: the tags of a distribution.

import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireTagged } from "../tags.ts";
import { tagList } from "../../../service/tagging.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", ({ Resource }, { store, account }) => {
  const { tags } = store.read((tx) => requireTagged(tx, account, Resource));
  return { Tags: { Items: tagList(tags) } };
});

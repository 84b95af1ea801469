// TagResource: adds tags to a distribution.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { saveDistribution } from "../repo.ts";
import { checkTags, requireTagged } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ Resource, Tags }, { store, account }) => {
    store.write((tx) => {
      const record = requireTagged(tx, account, Resource);
      const tags = checkTags(Tags.Items ?? [], record.tags);
      saveDistribution(tx, { ...record, tags }, record);
    });
    return {};
  },
);

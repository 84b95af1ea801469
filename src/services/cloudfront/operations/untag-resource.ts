// UntagResource: takes tags from a distribution.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { saveDistribution } from "../repo.ts";
import { requireTagged } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  ({ Resource, TagKeys }, { store, account }) => {
    const gone = new Set(TagKeys.Items ?? []);
    store.write((tx) => {
      const record = requireTagged(tx, account, Resource);
      const tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !gone.has(key)));
      saveDistribution(tx, { ...record, tags }, record);
    });
    return {};
  },
);

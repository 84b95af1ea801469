// UntagResource: takes tags from a scalable target; those that are not there are no error.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalid } from "../errors.ts";
import { saveTarget } from "../repo.ts";
import { requireTargetByArn } from "../targets.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  ({ ResourceARN, TagKeys }, context) => {
    const system = TagKeys.find((key) => /^aws:/i.test(key));
    if (system !== undefined) throw invalid(`Tag keys must not begin with "aws:", but got "${system}"`);
    context.store.write((tx) => {
      const target = requireTargetByArn(tx, context, ResourceARN);
      const tags = Object.fromEntries(Object.entries(target.tags).filter(([key]) => !TagKeys.includes(key)));
      saveTarget(tx, context, { ...target, tags });
    });
    return {};
  },
);

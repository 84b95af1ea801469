// UntagResources: removes tags from resources of any services.

import type {
  UntagResourcesCommandInput,
  UntagResourcesCommandOutput,
} from "@aws-sdk/client-resource-groups-tagging-api";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEach } from "../change-tags.ts";
import type { Taggings } from "../resources.ts";

export const untagResources = (taggings: Taggings) =>
  defineOperation<Input<UntagResourcesCommandInput>, UntagResourcesCommandOutput>(
    "UntagResources",
    async ({ ResourceARNList, TagKeys }, context) => ({
      FailedResourcesMap: await changeEach(taggings(), context, ResourceARNList, (tagging, arn) =>
        tagging.untag(context.aws, arn, TagKeys),
      ),
    }),
  );

// TagResources: adds tags to resources of any services.

import type { TagResourcesCommandInput, TagResourcesCommandOutput } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEach } from "../change-tags.ts";
import { invalidParameter } from "../errors.ts";
import type { Taggings } from "../resources.ts";

export const tagResources = (taggings: Taggings) =>
  defineOperation<Input<TagResourcesCommandInput>, TagResourcesCommandOutput>(
    "TagResources",
    async ({ ResourceARNList, Tags }, context) => {
      // AWS: "Tag naming limits and requirements": aws: is for AWS's use.
      if (Object.keys(Tags).some((key) => key.toLowerCase().startsWith("aws:")))
        throw invalidParameter("Tag keys cannot start with aws:.");
      const FailedResourcesMap = await changeEach(taggings(), context, ResourceARNList, (tagging, arn) =>
        tagging.tag(context.aws, arn, Tags),
      );
      return { FailedResourcesMap };
    },
  );

// ListImages: none, as long as nothing can push one.

import type { ListImagesCommandInput, ListImagesCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readRepository } from "../repositories.ts";

export const listImages = defineOperation<Input<ListImagesCommandInput>, ListImagesCommandOutput>(
  "ListImages",
  (input, context) => {
    readRepository(context, input);
    return { imageIds: [] };
  },
);

// BatchDeleteImage: says of each image that it is not there.

import type { BatchDeleteImageCommandInput, BatchDeleteImageCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { imageFailure } from "../images.ts";
import { readRepository } from "../repositories.ts";

export const batchDeleteImage = defineOperation<Input<BatchDeleteImageCommandInput>, BatchDeleteImageCommandOutput>(
  "BatchDeleteImage",
  (input, context) => {
    readRepository(context, input);
    return { imageIds: [], failures: input.imageIds.map(imageFailure) };
  },
);

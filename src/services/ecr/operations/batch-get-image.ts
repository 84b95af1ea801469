// BatchGetImage: says of each image that it is not there.

import type { BatchGetImageCommandInput, BatchGetImageCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { imageFailure } from "../images.ts";
import { readRepository } from "../repositories.ts";

export const batchGetImage = defineOperation<Input<BatchGetImageCommandInput>, BatchGetImageCommandOutput>(
  "BatchGetImage",
  (input, context) => {
    readRepository(context, input);
    return { images: [], failures: input.imageIds.map(imageFailure) };
  },
);

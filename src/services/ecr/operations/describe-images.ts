// DescribeImages: none, as long as nothing can push one; those that are named do not exist.

import type { DescribeImagesCommandInput, DescribeImagesCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { imageNotFound } from "../errors.ts";
import { readRepository } from "../repositories.ts";

export const describeImages = defineOperation<Input<DescribeImagesCommandInput>, DescribeImagesCommandOutput>(
  "DescribeImages",
  (input, context) => {
    const { named } = readRepository(context, input);
    const [first] = input.imageIds ?? [];
    if (first !== undefined) throw imageNotFound(first, named.repositoryName, named.registryId);
    return { imageDetails: [] };
  },
);

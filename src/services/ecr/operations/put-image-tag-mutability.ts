// PutImageTagMutability: whether a tag can be given to another image.

import type { PutImageTagMutabilityCommandInput, PutImageTagMutabilityCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeRepository } from "../repositories.ts";
import { readMutability } from "../tag-mutability.ts";

export const putImageTagMutability = defineOperation<
  Input<PutImageTagMutabilityCommandInput>,
  PutImageTagMutabilityCommandOutput
>("PutImageTagMutability", (input, context) => {
  const mutability = readMutability(input.imageTagMutability, input.imageTagMutabilityExclusionFilters);
  const named = changeRepository(context, input, ({ exclusionFilters: _gone, ...rest }) => ({
    ...rest,
    ...mutability,
  }));
  const { tagMutability, exclusionFilters } = mutability;
  return {
    ...named,
    imageTagMutability: tagMutability,
    ...(exclusionFilters === undefined ? {} : { imageTagMutabilityExclusionFilters: [...exclusionFilters] }),
  };
});

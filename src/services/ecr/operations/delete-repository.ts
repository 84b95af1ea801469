// DeleteRepository. No repository has images, so `force` makes no difference.

import type { DeleteRepositoryCommandInput, DeleteRepositoryCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { registryScope } from "../names.ts";
import { removeRepository } from "../repo.ts";
import { describeRepository, requireRepository } from "../repositories.ts";

export const deleteRepository = defineOperation<Input<DeleteRepositoryCommandInput>, DeleteRepositoryCommandOutput>(
  "DeleteRepository",
  (input, context) => {
    const scope = registryScope(context, input.registryId);
    return context.store.write((tx) => {
      const repository = requireRepository(tx, scope, input.repositoryName);
      removeRepository(tx, scope, repository.name);
      return { repository: describeRepository(scope, repository) };
    });
  },
);

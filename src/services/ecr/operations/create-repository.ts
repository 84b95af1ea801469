// CreateRepository: makes a repository.

import type { CreateRepositoryCommandInput, CreateRepositoryCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readEncryption } from "../encryption.ts";
import { limitExceeded, repositoryExists } from "../errors.ts";
import { registryScope } from "../names.ts";
import type { RepositoryRecord } from "../records.ts";
import { listRepositories, loadRepository, saveRepository } from "../repo.ts";
import { describeRepository } from "../repositories.ts";
import { readMutability } from "../tag-mutability.ts";
import { readTags } from "../tags.ts";

/** LIMIT: AWS: "Amazon ECR service quotas": repositories of a region. */
const MOST_REPOSITORIES = 100_000;

export const createRepository = defineOperation<Input<CreateRepositoryCommandInput>, CreateRepositoryCommandOutput>(
  "CreateRepository",
  async (input, context) => {
    const { repositoryName: name } = input;
    const scope = registryScope(context, input.registryId);
    const repository: RepositoryRecord = {
      v: 1,
      name,
      createdAtMs: context.clock.nowMs(),
      ...readMutability(input.imageTagMutability, input.imageTagMutabilityExclusionFilters),
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
      tags: readTags(input.tags ?? []),
      encryption: await readEncryption(context, input.encryptionConfiguration),
    };
    context.store.write((tx) => {
      if (loadRepository(tx, scope, name) !== undefined) throw repositoryExists(name, scope.account);
      let count = 0;
      for (const _ of listRepositories(tx, scope)) count += 1;
      if (count >= MOST_REPOSITORIES) throw limitExceeded(scope.account, MOST_REPOSITORIES);
      saveRepository(tx, scope, repository);
    });
    return { repository: describeRepository(scope, repository) };
  },
);

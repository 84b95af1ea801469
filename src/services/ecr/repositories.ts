// Repositories: finding what a request names, changing it, and what the API shows of it.

import type { Repository } from "@aws-sdk/client-ecr";
import type { Output } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { repositoryNotFound } from "./errors.ts";
import { registryScope, repositoryArn, repositoryUri } from "./names.ts";
import type { RepositoryRecord } from "./records.ts";
import { loadRepository, saveRepository } from "./repo.ts";

type Place = Scope & Pick<YardContext, "store">;

/** How requests name a repository. */
interface Named {
  readonly registryId?: string | undefined;
  readonly repositoryName: string;
}

/** How answers name it. */
interface NamedInAnswer {
  readonly registryId: string;
  readonly repositoryName: string;
}

/** The repository of this name; throws RepositoryNotFoundException. */
export function requireRepository(tx: ReadTx, scope: Scope, name: string): RepositoryRecord {
  const repository = loadRepository(tx, scope, name);
  if (repository === undefined) throw repositoryNotFound(name, scope.account);
  return repository;
}

/** The repository that a request names, and its names in the answer; throws RepositoryNotFoundException. */
export function readRepository(
  place: Place,
  { registryId, repositoryName }: Named,
): { readonly repository: RepositoryRecord; readonly named: NamedInAnswer } {
  const scope = registryScope(place, registryId);
  const repository = place.store.read((tx) => requireRepository(tx, scope, repositoryName));
  return { repository, named: { registryId: scope.account, repositoryName } };
}

/** Keeps what `change` makes of the repository; gives its names in the answer. Throws RepositoryNotFoundException. */
export function changeRepository(
  place: Place,
  { registryId, repositoryName }: Named,
  change: (repository: RepositoryRecord) => RepositoryRecord,
): NamedInAnswer {
  const scope = registryScope(place, registryId);
  place.store.write((tx) => saveRepository(tx, scope, change(requireRepository(tx, scope, repositoryName))));
  return { registryId: scope.account, repositoryName };
}

/** What DescribeRepositories shows. */
export function describeRepository(scope: Scope, repository: RepositoryRecord): Output<Repository> {
  const { name, exclusionFilters } = repository;
  return {
    repositoryArn: repositoryArn(scope, name),
    registryId: scope.account,
    repositoryName: name,
    repositoryUri: repositoryUri(scope, name),
    createdAt: new Date(repository.createdAtMs),
    imageTagMutability: repository.tagMutability,
    ...(exclusionFilters === undefined ? {} : { imageTagMutabilityExclusionFilters: [...exclusionFilters] }),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryption,
  };
}

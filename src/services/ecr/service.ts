// Amazon Elastic Container Registry: repositories with their policies and settings, and no images in them. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { batchDeleteImage } from "./operations/batch-delete-image.ts";
import { batchGetImage } from "./operations/batch-get-image.ts";
import { batchGetRepositoryScanningConfiguration } from "./operations/batch-get-repository-scanning-configuration.ts";
import { createRepository } from "./operations/create-repository.ts";
import { deleteLifecyclePolicy } from "./operations/delete-lifecycle-policy.ts";
import { deleteRepository } from "./operations/delete-repository.ts";
import { deleteRepositoryPolicy } from "./operations/delete-repository-policy.ts";
import { describeImages } from "./operations/describe-images.ts";
import { describeRepositories } from "./operations/describe-repositories.ts";
import { getLifecyclePolicy } from "./operations/get-lifecycle-policy.ts";
import { getRepositoryPolicy } from "./operations/get-repository-policy.ts";
import { listImages } from "./operations/list-images.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putImageScanningConfiguration } from "./operations/put-image-scanning-configuration.ts";
import { putImageTagMutability } from "./operations/put-image-tag-mutability.ts";
import { putLifecyclePolicy } from "./operations/put-lifecycle-policy.ts";
import { setRepositoryPolicy } from "./operations/set-repository-policy.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { permissions } from "./permissions.ts";
import { policyFor } from "./policies.ts";
import { tagging } from "./resource-tagging.ts";
import { repositoryType } from "./resources/repository.ts";

export const ecr = defineService({
  id: "ecr",
  operations: [
    batchDeleteImage,
    batchGetImage,
    batchGetRepositoryScanningConfiguration,
    createRepository,
    deleteLifecyclePolicy,
    deleteRepository,
    deleteRepositoryPolicy,
    describeImages,
    describeRepositories,
    getLifecyclePolicy,
    getRepositoryPolicy,
    listImages,
    listTagsForResource,
    putImageScanningConfiguration,
    putImageTagMutability,
    putLifecyclePolicy,
    setRepositoryPolicy,
    tagResource,
    untagResource,
  ],
  permissions,
  constraints,
  validationError,
  resourcePolicy: policyFor,
  resourceTypes: [repositoryType],
  tagging,
});

// Limits of ECR, from the service's model (botocore 1.43, ecr/2015-09-21).

import type { Constraint, Constraints } from "../../service/constraints.ts";

const REGISTRY_ID: Constraint = { pattern: "[0-9]{12}" };
const REPOSITORY_NAME: Constraint = {
  length: [2, 256],
  pattern: "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*",
};
const MAX_RESULTS: Constraint = { range: [1, 1000] };
const TAG_STATUS: Constraint = { oneOf: ["TAGGED", "UNTAGGED", "ANY"] };
const IMAGE_STATUS: Constraint = { oneOf: ["ACTIVE", "ARCHIVED", "ACTIVATING", "ANY"] };

const REPOSITORY = { registryId: REGISTRY_ID, repositoryName: REPOSITORY_NAME };
const IMAGES = { imageIds: { length: [1, 100] }, "imageIds.member.imageTag": { length: [1, 300] } } as const;
const LISTING = {
  maxResults: MAX_RESULTS,
  "filter.tagStatus": TAG_STATUS,
  "filter.imageStatus": IMAGE_STATUS,
};
const MUTABILITY = {
  imageTagMutability: { oneOf: ["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"] },
  imageTagMutabilityExclusionFilters: { length: [1, 5] },
  "imageTagMutabilityExclusionFilters.member.filterType": { oneOf: ["WILDCARD"] },
  "imageTagMutabilityExclusionFilters.member.filter": { length: [1, 128], pattern: "^[0-9a-zA-Z._*-]{1,128}$" },
} as const;

export const constraints: Constraints = {
  BatchDeleteImage: { ...REPOSITORY, ...IMAGES },
  BatchGetImage: { ...REPOSITORY, ...IMAGES, acceptedMediaTypes: { length: [1, 100] } },
  BatchGetRepositoryScanningConfiguration: {
    repositoryNames: { length: [1, 25] },
    "repositoryNames.member": REPOSITORY_NAME,
  },
  CreateRepository: {
    ...REPOSITORY,
    ...MUTABILITY,
    "encryptionConfiguration.encryptionType": { oneOf: ["AES256", "KMS", "KMS_DSSE"] },
    "encryptionConfiguration.kmsKey": { length: [1, 2048] },
  },
  DeleteLifecyclePolicy: REPOSITORY,
  DeleteRepository: REPOSITORY,
  DeleteRepositoryPolicy: REPOSITORY,
  DescribeImages: { ...REPOSITORY, ...IMAGES, ...LISTING },
  DescribeRepositories: {
    registryId: REGISTRY_ID,
    repositoryNames: { length: [1, 100] },
    "repositoryNames.member": REPOSITORY_NAME,
    maxResults: MAX_RESULTS,
  },
  GetLifecyclePolicy: REPOSITORY,
  GetRepositoryPolicy: REPOSITORY,
  ListImages: { ...REPOSITORY, ...LISTING },
  PutImageScanningConfiguration: REPOSITORY,
  PutImageTagMutability: { ...REPOSITORY, ...MUTABILITY },
  PutLifecyclePolicy: { ...REPOSITORY, lifecyclePolicyText: { length: [100, 30720] } },
  SetRepositoryPolicy: { ...REPOSITORY, policyText: { length: [0, 10240] } },
};

// Amazon CloudFront: distributions that serve viewers from S3 and other origins, with caches, signed URLs and policies. Table of contents.

import { defineService } from "../../service/service.ts";
import { deployJob, invalidateJob } from "./deploy.ts";
import { certificateUsers } from "./certificate-users.ts";
import { edgeDoor } from "./edge/door.ts";
import { validationError } from "./errors.ts";
import { cachePolicies } from "./families/cache-policies.ts";
import { operationsOf } from "./families/family.ts";
import { keyGroups } from "./families/key-groups.ts";
import { originAccessControls } from "./families/origin-access-controls.ts";
import { originAccessIdentities } from "./families/origin-access-identities.ts";
import { originRequestPolicies } from "./families/origin-request-policies.ts";
import { publicKeys } from "./families/public-keys.ts";
import { responseHeadersPolicies } from "./families/response-headers-policies.ts";
import { retireFunctions } from "./functions/run.ts";
import { deliverLogJob } from "./logs/delivery.ts";
import { copyDistribution } from "./operations/copy-distribution.ts";
import { createDistributionWithTags } from "./operations/create-distribution-with-tags.ts";
import { createDistribution } from "./operations/create-distribution.ts";
import { createInvalidation } from "./operations/create-invalidation.ts";
import { deleteDistribution } from "./operations/delete-distribution.ts";
import { getDistributionConfig } from "./operations/get-distribution-config.ts";
import { getDistribution } from "./operations/get-distribution.ts";
import { getInvalidation } from "./operations/get-invalidation.ts";
import { listDistributionsBy } from "./operations/list-distributions-by.ts";
import { listDistributions } from "./operations/list-distributions.ts";
import { listInvalidations } from "./operations/list-invalidations.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateDistribution } from "./operations/update-distribution.ts";
import { createFunction } from "./operations/create-function.ts";
import { deleteFunction } from "./operations/delete-function.ts";
import { describeFunction } from "./operations/describe-function.ts";
import { getFunction } from "./operations/get-function.ts";
import { listFunctions } from "./operations/list-functions.ts";
import { publishFunction } from "./operations/publish-function.ts";
import { testFunction } from "./operations/test-function.ts";
import { updateFunction } from "./operations/update-function.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { distributionType } from "./resources/distribution.ts";
import { functionType } from "./resources/function.ts";
import { keyGroupType, publicKeyType } from "./resources/keys.ts";
import { originAccessControlType } from "./resources/origin-access-control.ts";
import { originAccessIdentityType } from "./resources/origin-access-identity.ts";
import { cachePolicyType, originRequestPolicyType, responseHeadersPolicyType } from "./resources/policies.ts";

export const cloudFront = defineService({
  id: "cloudfront",
  operations: [
    copyDistribution,
    createDistribution,
    createDistributionWithTags,
    createInvalidation,
    deleteDistribution,
    getDistribution,
    getDistributionConfig,
    getInvalidation,
    listDistributions,
    ...listDistributionsBy,
    listInvalidations,
    listTagsForResource,
    tagResource,
    untagResource,
    updateDistribution,
    createFunction,
    deleteFunction,
    describeFunction,
    getFunction,
    listFunctions,
    publishFunction,
    testFunction,
    updateFunction,
    ...operationsOf(cachePolicies),
    ...operationsOf(keyGroups),
    ...operationsOf(originAccessControls),
    ...operationsOf(originAccessIdentities),
    ...operationsOf(originRequestPolicies),
    ...operationsOf(publicKeys),
    ...operationsOf(responseHeadersPolicies),
  ],
  permissions,
  // Tags of functions.
  unserved: { CreateFunction: ["Tags"] },
  validationError,
  certificateUsers,
  doors: [edgeDoor],
  jobs: [deliverLogJob, deployJob, invalidateJob],
  resourceTypes: [
    cachePolicyType,
    distributionType,
    functionType,
    keyGroupType,
    originAccessControlType,
    originAccessIdentityType,
    originRequestPolicyType,
    publicKeyType,
    responseHeadersPolicyType,
  ],
  // The package that runs functions is held, and put anew by each process: no row names it.
  blobRows: [],
  tagging,
  start: (yard) => () => {
    retireFunctions(yard);
    return Promise.resolve();
  },
});

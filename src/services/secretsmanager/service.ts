// AWS Secrets Manager: secrets with versions, under KMS keys, rotated by functions. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { deletionJob } from "./deletion.ts";
import { batchGetSecretValue } from "./operations/batch-get-secret-value.ts";
import { cancelRotateSecret } from "./operations/cancel-rotate-secret.ts";
import { createSecret } from "./operations/create-secret.ts";
import { deleteResourcePolicy } from "./operations/delete-resource-policy.ts";
import { deleteSecret } from "./operations/delete-secret.ts";
import { describeSecret } from "./operations/describe-secret.ts";
import { getRandomPassword } from "./operations/get-random-password.ts";
import { getResourcePolicy } from "./operations/get-resource-policy.ts";
import { getSecretValue } from "./operations/get-secret-value.ts";
import { listSecretVersionIds } from "./operations/list-secret-version-ids.ts";
import { listSecrets } from "./operations/list-secrets.ts";
import { putResourcePolicy } from "./operations/put-resource-policy.ts";
import { putSecretValue } from "./operations/put-secret-value.ts";
import { restoreSecret } from "./operations/restore-secret.ts";
import { rotateSecret } from "./operations/rotate-secret.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateSecret } from "./operations/update-secret.ts";
import { updateSecretVersionStage } from "./operations/update-secret-version-stage.ts";
import { validateResourcePolicy } from "./operations/validate-resource-policy.ts";
import { permissions, resourcePolicy } from "./permissions.ts";
import { resourcePolicyType } from "./resources/resource-policy.ts";
import { rotationScheduleType } from "./resources/rotation-schedule.ts";
import { secretType } from "./resources/secret.ts";
import { tagging } from "./resource-tagging.ts";
import { rotationJob } from "./rotation/run.ts";
import { scheduleJob } from "./rotation/schedule.ts";

export const secretsManager = defineService({
  id: "secrets-manager",
  operations: [
    batchGetSecretValue,
    cancelRotateSecret,
    createSecret,
    deleteResourcePolicy,
    deleteSecret,
    describeSecret,
    getRandomPassword,
    getResourcePolicy,
    getSecretValue,
    listSecretVersionIds,
    listSecrets,
    putResourcePolicy,
    putSecretValue,
    restoreSecret,
    rotateSecret,
    tagResource,
    untagResource,
    updateSecret,
    updateSecretVersionStage,
    validateResourcePolicy,
  ],
  permissions,
  constraints,
  // Replicas in other Regions, and secrets that partners hold.
  unserved: {
    CreateSecret: ["AddReplicaRegions", "Type"],
    RotateSecret: ["ExternalSecretRotationMetadata", "ExternalSecretRotationRoleArn"],
    PutSecretValue: ["RotationToken"],
    UpdateSecret: ["Type"],
  },
  resourcePolicy,
  jobs: [deletionJob, rotationJob, scheduleJob],
  resourceTypes: [resourcePolicyType, rotationScheduleType, secretType],
  tagging,
});

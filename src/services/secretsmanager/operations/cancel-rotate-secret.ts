// CancelRotateSecret: turns the rotation of a secret off.

import type { CancelRotateSecretCommandInput, CancelRotateSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { saveSecret } from "../repo.ts";
import { findLiveSecret } from "../secrets.ts";
import { PENDING, versionWith } from "../versions.ts";

export const cancelRotateSecret = defineOperation<
  Input<CancelRotateSecretCommandInput>,
  CancelRotateSecretCommandOutput
>("CancelRotateSecret", ({ SecretId }, context) =>
  context.store.write((tx) => {
    const { scope, secret } = findLiveSecret(tx, context, SecretId);
    const { rotation } = secret;
    const VersionId = versionWith(secret.versions, PENDING);
    if (rotation !== undefined) {
      if (rotation.next !== undefined) context.jobs.cancel(tx, rotation.next.jobId);
      const { next: _, ...rest } = rotation;
      saveSecret(tx, scope, { ...secret, rotation: { ...rest, isEnabled: false } });
    }
    return { ARN: secret.arn, Name: secret.name, ...(VersionId !== undefined && { VersionId }) };
  }),
);

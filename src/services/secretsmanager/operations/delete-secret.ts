// DeleteSecret: marks a secret for deletion after a recovery window, or deletes it at once.

import type { DeleteSecretCommandInput, DeleteSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { remove, scheduleDeletion } from "../deletion.ts";
import { invalidParameter, secretNotFound } from "../errors.ts";
import { saveSecret } from "../repo.ts";
import { arnForPermission, findLiveSecret, locate } from "../secrets.ts";

export const deleteSecret = defineOperation<Input<DeleteSecretCommandInput>, DeleteSecretCommandOutput>(
  "DeleteSecret",
  (input, context) => {
    const { SecretId, RecoveryWindowInDays: days = 30, ForceDeleteWithoutRecovery: isAtOnce = false } = input;
    if (isAtOnce && input.RecoveryWindowInDays !== undefined)
      throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    if (days < 7 || days > 30)
      throw invalidParameter("RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
    const nowMs = context.clock.nowMs();
    return context.store.write((tx) => {
      if (!isAtOnce) {
        const { scope, secret } = findLiveSecret(tx, context, SecretId);
        const { changed, atMs } = scheduleDeletion(context, tx, { scope, secret }, days);
        saveSecret(tx, scope, changed);
        return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(atMs) };
      }
      const located = locate(tx, context, SecretId);
      if (located === undefined) {
        // AWS: "If you forcibly delete an already deleted or nonexistent secret, the operation does not return
        // ResourceNotFoundException." An ARN of nothing is still none.
        if (SecretId.startsWith("arn:")) throw secretNotFound();
        return { ARN: arnForPermission(context, context, SecretId), Name: SecretId, DeletionDate: new Date(nowMs) };
      }
      const { secret } = located;
      if (secret.deletion !== undefined) context.jobs.cancel(tx, secret.deletion.jobId);
      remove(context, tx, located);
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(nowMs) };
    });
  },
);

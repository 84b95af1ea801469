// RestoreSecret: takes a deletion back.

import type { RestoreSecretCommandInput, RestoreSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { saveSecret } from "../repo.ts";
import { findSecret } from "../secrets.ts";

export const restoreSecret = defineOperation<Input<RestoreSecretCommandInput>, RestoreSecretCommandOutput>(
  "RestoreSecret",
  ({ SecretId }, context) =>
    context.store.write((tx) => {
      const { scope, secret } = findSecret(tx, context, SecretId);
      const { deletion, ...live } = secret;
      if (deletion !== undefined) context.jobs.cancel(tx, deletion.jobId);
      saveSecret(tx, scope, live);
      return { ARN: secret.arn, Name: secret.name };
    }),
);

// GetSecretValue: the value of a version: that of AWSCURRENT unless another is asked for.

import type { GetSecretValueCommandInput, GetSecretValueCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readValue } from "../read-value.ts";

export const getSecretValue = defineOperation<Input<GetSecretValueCommandInput>, GetSecretValueCommandOutput>(
  "GetSecretValue",
  (input, context) => readValue(context, input.SecretId, { versionId: input.VersionId, stage: input.VersionStage }),
);

// RotateSecret: sets how a secret is rotated, and rotates it now unless told otherwise.

import type { RotateSecretCommandInput, RotateSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { configureRotation } from "../rotation/configure.ts";

export const rotateSecret = defineOperation<Input<RotateSecretCommandInput>, RotateSecretCommandOutput>(
  "RotateSecret",
  (input, context) => configureRotation(input, context),
);

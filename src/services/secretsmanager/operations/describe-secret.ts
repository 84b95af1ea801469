// DescribeSecret: all that is known of a secret but its values.

import type { DescribeSecretCommandInput, DescribeSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findSecret } from "../secrets.ts";
import { describe } from "../shown.ts";

export const describeSecret = defineOperation<Input<DescribeSecretCommandInput>, DescribeSecretCommandOutput>(
  "DescribeSecret",
  ({ SecretId }, context) => describe(context.store.read((tx) => findSecret(tx, context, SecretId)).secret),
);

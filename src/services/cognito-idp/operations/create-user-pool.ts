// CreateUserPool: makes a user pool with its signing keys.

import type {
  CreateUserPoolCommandInput,
  CreateUserPoolCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { schemaOf } from "../attributes.ts";
import { invalidParameter, tooManyPoolTags } from "../errors.ts";
import { newSigningKey } from "../../../service/openid/signing-key.ts";
import { newPoolId, settingsOf } from "../pools.ts";
import type { PoolRecord } from "../records.ts";
import { savePool } from "../repo.ts";
import { describePool } from "../shapes.ts";
import { requireTags } from "../tags.ts";
import { requireSmsRole } from "../users/text-messages.ts";

export const createUserPool = defineOperation<Input<CreateUserPoolCommandInput>, CreateUserPoolCommandOutput>(
  "CreateUserPool",
  async (input, context) => {
    const { PoolName, Schema = [], MfaConfiguration = "OFF", UserPoolTags = {} } = input;
    const settings = settingsOf(input);
    const isSmsEnabled = input.SmsConfiguration !== undefined;
    // AWS: a second factor is SMS until SetUserPoolMfaConfig says otherwise, so it needs somebody who sends them.
    if (MfaConfiguration === "ON" && !isSmsEnabled)
      throw invalidParameter(
        "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
      );
    const nowMs = context.clock.nowMs();
    const poolId = newPoolId(context.random, context);
    await requireSmsRole(context, context, poolId, settings.SmsConfiguration);
    const pool: PoolRecord = {
      v: 1,
      poolId,
      name: PoolName,
      createdAtMs: nowMs,
      modifiedAtMs: nowMs,
      settings,
      mfa: { configuration: MfaConfiguration, isSoftwareTokenEnabled: false, isSmsEnabled },
      schema: schemaOf(Schema),
      tags: requireTags(UserPoolTags, tooManyPoolTags),
      signingKey: await newSigningKey(context.random),
    };
    context.store.write((tx) => savePool(tx, context, pool));
    return { UserPool: describePool(context, pool, 0) };
  },
);

// GetUserPoolMfaConfig: the second factors of a pool.

import type {
  GetUserPoolMfaConfigCommandInput,
  GetUserPoolMfaConfigCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePool } from "../pools.ts";
import { describeMfa } from "../mfa.ts";

export const getUserPoolMfaConfig = defineOperation<
  Input<GetUserPoolMfaConfigCommandInput>,
  GetUserPoolMfaConfigCommandOutput
>("GetUserPoolMfaConfig", ({ UserPoolId }, context) =>
  describeMfa(context.store.read((tx) => requirePool(tx, context, UserPoolId))),
);

// AdminInitiateAuth: begins a sign-in on behalf of a user.

import type {
  AdminInitiateAuthCommandInput,
  AdminInitiateAuthCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { initiate } from "../auth/flows.ts";
import { requireClient, requirePool } from "../pools.ts";

export const adminInitiateAuth = defineOperation<Input<AdminInitiateAuthCommandInput>, AdminInitiateAuthCommandOutput>(
  "AdminInitiateAuth",
  ({ UserPoolId, ClientId, AuthFlow, AuthParameters = {}, ClientMetadata, Session }, context) => {
    const { pool, client } = context.store.read((tx) => ({
      pool: requirePool(tx, context, UserPoolId),
      client: requireClient(tx, context, UserPoolId, ClientId),
    }));
    const signIn = { scope: context, pool, client, clientMetadata: ClientMetadata, isAdmin: true };
    return initiate(context, signIn, AuthFlow, AuthParameters, Session);
  },
);

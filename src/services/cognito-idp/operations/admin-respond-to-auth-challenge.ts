// AdminRespondToAuthChallenge: goes on with a sign-in on behalf of a user.

import type {
  AdminRespondToAuthChallengeCommandInput,
  AdminRespondToAuthChallengeCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { respond } from "../auth/flows.ts";
import { requireClient, requirePool } from "../pools.ts";

export const adminRespondToAuthChallenge = defineOperation<
  Input<AdminRespondToAuthChallengeCommandInput>,
  AdminRespondToAuthChallengeCommandOutput
>(
  "AdminRespondToAuthChallenge",
  ({ UserPoolId, ClientId, ChallengeName, ChallengeResponses = {}, Session, ClientMetadata }, context) => {
    const { pool, client } = context.store.read((tx) => ({
      pool: requirePool(tx, context, UserPoolId),
      client: requireClient(tx, context, UserPoolId, ClientId),
    }));
    const signIn = { scope: context, pool, client, clientMetadata: ClientMetadata, isAdmin: true };
    return respond(context, signIn, ChallengeName, Session, ChallengeResponses);
  },
);

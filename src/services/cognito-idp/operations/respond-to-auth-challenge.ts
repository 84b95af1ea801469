// RespondToAuthChallenge: goes on with a sign-in.

import type {
  RespondToAuthChallengeCommandInput,
  RespondToAuthChallengeCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findClient } from "../pools.ts";
import { respond } from "../auth/flows.ts";

export const respondToAuthChallenge = defineOperation<
  Input<RespondToAuthChallengeCommandInput>,
  RespondToAuthChallengeCommandOutput
>(
  "RespondToAuthChallenge",
  ({ ClientId, ChallengeName, ChallengeResponses = {}, Session, ClientMetadata }, context) => {
    const signIn = { ...findClient(context, ClientId), clientMetadata: ClientMetadata, isAdmin: false };
    return respond(context, signIn, ChallengeName, Session, ChallengeResponses);
  },
);

// InitiateAuth: begins a sign-in.

import type { InitiateAuthCommandInput, InitiateAuthCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findClient } from "../pools.ts";
import { initiate } from "../auth/flows.ts";

export const initiateAuth = defineOperation<Input<InitiateAuthCommandInput>, InitiateAuthCommandOutput>(
  "InitiateAuth",
  ({ ClientId, AuthFlow, AuthParameters = {}, ClientMetadata, Session }, context) => {
    const signIn = { ...findClient(context, ClientId), clientMetadata: ClientMetadata, isAdmin: false };
    return initiate(context, signIn, AuthFlow, AuthParameters, Session);
  },
);

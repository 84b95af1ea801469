// GetContextKeysForCustomPolicy: what policies ask of a request, to know what a simulation must be given.

import type {
  GetContextKeysForCustomPolicyCommandInput,
  GetContextKeysForCustomPolicyCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { contextKeysOf } from "../simulation/context-keys.ts";
import { namedDocuments } from "../simulation/input.ts";

export const getContextKeysForCustomPolicy = defineOperation<
  Input<GetContextKeysForCustomPolicyCommandInput>,
  GetContextKeysForCustomPolicyCommandOutput
>("GetContextKeysForCustomPolicy", ({ PolicyInputList: documents }) => ({
  ContextKeyNames: contextKeysOf(namedDocuments("PolicyInputList", documents).map(({ document }) => document)),
}));

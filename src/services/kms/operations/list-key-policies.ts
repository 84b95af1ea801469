// ListKeyPolicies: a key has one policy, which is called "default".

import type { ListKeyPoliciesCommandInput, ListKeyPoliciesCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireKey } from "../keys.ts";
import { parseMarker } from "../pages.ts";

export const listKeyPolicies = defineOperation<Input<ListKeyPoliciesCommandInput>, ListKeyPoliciesCommandOutput>(
  "ListKeyPolicies",
  ({ KeyId, Marker }, context) => {
    parseMarker(Marker);
    requireKey(context, KeyId, "ListKeyPolicies", { isById: true });
    return { PolicyNames: ["default"], Truncated: false };
  },
);

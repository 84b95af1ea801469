// GetPrincipalTagAttributeMap: which claims of a provider's tokens become tags of sessions.

import type {
  GetPrincipalTagAttributeMapCommandInput,
  GetPrincipalTagAttributeMapCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePool } from "../pools.ts";
import { loadTagMap } from "../repo.ts";
import { describeTagMap } from "../tag-maps.ts";

export const getPrincipalTagAttributeMap = defineOperation<
  Input<GetPrincipalTagAttributeMapCommandInput>,
  GetPrincipalTagAttributeMapCommandOutput
>("GetPrincipalTagAttributeMap", (input, context) => {
  const { IdentityPoolId, IdentityProviderName } = input;
  return context.store.read((tx) => {
    requirePool(tx, context, IdentityPoolId);
    const map = loadTagMap(tx, context, IdentityPoolId, IdentityProviderName);
    return describeTagMap(IdentityPoolId, IdentityProviderName, map);
  });
});

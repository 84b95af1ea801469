// SetPrincipalTagAttributeMap: says which claims of a provider's tokens become tags of sessions.

import type {
  SetPrincipalTagAttributeMapCommandInput,
  SetPrincipalTagAttributeMapCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePool } from "../pools.ts";
import type { TagMapRecord } from "../records.ts";
import { saveTagMap } from "../repo.ts";
import { describeTagMap } from "../tag-maps.ts";

export const setPrincipalTagAttributeMap = defineOperation<
  Input<SetPrincipalTagAttributeMapCommandInput>,
  SetPrincipalTagAttributeMapCommandOutput
>("SetPrincipalTagAttributeMap", (input, context) => {
  const { IdentityPoolId, IdentityProviderName, UseDefaults: usesDefaults = false, PrincipalTags: tags = {} } = input;
  const map: TagMapRecord = { v: 1, usesDefaults, tags };
  context.store.write((tx) => {
    requirePool(tx, context, IdentityPoolId);
    saveTagMap(tx, context, IdentityPoolId, IdentityProviderName, map);
  });
  return describeTagMap(IdentityPoolId, IdentityProviderName, map);
});

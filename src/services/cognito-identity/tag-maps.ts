// Which claims become tags, as answers show it. Pure.

import type { SetPrincipalTagAttributeMapCommandOutput } from "@aws-sdk/client-cognito-identity";
import { DEFAULT_TAGS } from "./credentials.ts";
import type { TagMapRecord } from "./records.ts";

/** A provider's map; none is one without tags. */
export function describeTagMap(
  poolId: string,
  provider: string,
  map: TagMapRecord | undefined,
): Omit<SetPrincipalTagAttributeMapCommandOutput, "$metadata"> {
  const { usesDefaults = false, tags = {} } = map ?? {};
  return {
    IdentityPoolId: poolId,
    IdentityProviderName: provider,
    UseDefaults: usesDefaults,
    PrincipalTags: { ...(usesDefaults ? DEFAULT_TAGS : tags) },
  };
}

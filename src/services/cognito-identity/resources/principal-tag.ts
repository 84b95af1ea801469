// AWS::Cognito::IdentityPoolPrincipalTag.

import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { ifThere, isTrue } from "./properties.ts";

/** Which claims of a provider's tokens become tags of sessions. Ref is POOL_ID|PROVIDER. */
export const principalTagType: ResourceType = {
  typeName: "AWS::Cognito::IdentityPoolPrincipalTag",
  properties: ["IdentityPoolId", "IdentityProviderName", "PrincipalTags", "UseDefaults"],

  create: (properties, context) => apply(properties, context),

  async read(physicalId, { aws }, known = {}) {
    const [IdentityPoolId = "", IdentityProviderName = ""] = physicalId.split("|");
    const pool = { IdentityPoolId, IdentityProviderName };
    const map = await ifThere(() => aws.cognitoIdentity.getPrincipalTagAttributeMap(pool));
    const { UseDefaults = false, PrincipalTags = {} } = map ?? {};
    // A provider without tags has no map.
    if (!UseDefaults && Object.keys(PrincipalTags).length === 0) return undefined;
    return {
      ...pool,
      ...(UseDefaults || known["UseDefaults"] !== undefined ? { UseDefaults } : {}),
      ...(!UseDefaults && { PrincipalTags }),
    };
  },

  update: (_physicalId, properties, _previous, context) => apply(properties, context),

  async delete(physicalId, _properties, { aws }) {
    const [IdentityPoolId = "", IdentityProviderName = ""] = physicalId.split("|");
    await ifThere(() => aws.cognitoIdentity.setPrincipalTagAttributeMap({ IdentityPoolId, IdentityProviderName }));
  },
};

async function apply(properties: Properties, { aws }: ResourceContext) {
  const IdentityPoolId = String(properties["IdentityPoolId"]);
  const IdentityProviderName = String(properties["IdentityProviderName"]);
  const { UseDefaults, PrincipalTags } = properties;
  await aws.cognitoIdentity.setPrincipalTagAttributeMap({
    IdentityPoolId,
    IdentityProviderName,
    ...(UseDefaults !== undefined && { UseDefaults: isTrue(UseDefaults) }),
    ...(PrincipalTags !== undefined && { PrincipalTags: PrincipalTags as Record<string, string> }),
  });
  return { physicalId: `${IdentityPoolId}|${IdentityProviderName}`, attributes: {} };
}

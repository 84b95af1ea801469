// AWS::Cognito::IdentityPoolRoleAttachment.

import type { RoleMapping } from "@aws-sdk/client-cognito-identity";
import type { AwsApis } from "../../../service/apis.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { everyPool, ifThere } from "./properties.ts";

/** The roles of an identity pool. A pool has one such set: its id is the pool's. Ref is this id. */
export const roleAttachmentType: ResourceType = {
  typeName: "AWS::Cognito::IdentityPoolRoleAttachment",
  properties: ["IdentityPoolId", "RoleMappings", "Roles"],

  create: (properties, context) => attach(String(properties["IdentityPoolId"]), properties, context),

  async read(physicalId, { aws }, known = {}) {
    const found = await ifThere(() => aws.cognitoIdentity.getIdentityPoolRoles({ IdentityPoolId: physicalId }));
    const { Roles: roles = {}, RoleMappings: mappings = {} } = found ?? {};
    // A pool without roles is one that has no attachment.
    if (Object.keys(roles).length === 0 && Object.keys(mappings).length === 0) return undefined;
    return {
      Id: physicalId,
      IdentityPoolId: physicalId,
      Roles: roles,
      ...(Object.keys(mappings).length > 0 && { RoleMappings: asWritten(mappings, known["RoleMappings"]) }),
    };
  },

  async list({ aws }) {
    const pools = await everyPool(aws);
    const attached = await Promise.all(pools.map(({ IdentityPoolId: Id = "" }) => hasRoles(aws, Id)));
    return pools.flatMap(({ IdentityPoolId: Id = "" }, index) => (attached[index] === true ? [{ Id }] : []));
  },

  update: (physicalId, properties, _previous, context) => attach(physicalId, properties, context),

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.cognitoIdentity.setIdentityPoolRoles({ IdentityPoolId: physicalId, Roles: {} }));
  },
};

async function attach(poolId: string, properties: Properties, { aws }: ResourceContext) {
  await aws.cognitoIdentity.setIdentityPoolRoles({
    IdentityPoolId: poolId,
    Roles: (properties["Roles"] ?? {}) as Record<string, string>,
    RoleMappings: Object.fromEntries(
      Object.entries(mappingsIn(properties["RoleMappings"])).map(
        ([name, { IdentityProvider: provider, ...mapping }]) => [provider ?? name, mapping],
      ),
    ),
  });
  return { physicalId: poolId, attributes: { Id: poolId } };
}

async function hasRoles(aws: AwsApis, IdentityPoolId: string): Promise<boolean> {
  const { Roles = {} } = await aws.cognitoIdentity.getIdentityPoolRoles({ IdentityPoolId });
  return Object.keys(Roles).length > 0;
}

/** In a template a mapping may have any name, and say in IdentityProvider whose it is: keys cannot be made by functions. */
type WrittenMapping = RoleMapping & { readonly IdentityProvider?: string };

function mappingsIn(value: unknown): Readonly<Record<string, WrittenMapping>> {
  return (value ?? {}) as Readonly<Record<string, WrittenMapping>>;
}

function asWritten(live: Readonly<Record<string, RoleMapping>>, known: unknown): Record<string, WrittenMapping> {
  const names = new Map(
    Object.entries(mappingsIn(known)).map(([name, { IdentityProvider: provider }]) => [provider ?? name, name]),
  );
  return Object.fromEntries(
    Object.entries(live).map(([provider, mapping]): [string, WrittenMapping] => {
      const name = names.get(provider) ?? provider;
      return [name, name === provider ? mapping : { ...mapping, IdentityProvider: provider }];
    }),
  );
}

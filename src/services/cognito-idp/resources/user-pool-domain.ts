// AWS::Cognito::UserPoolDomain.

import { AwsError } from "../../../kernel/errors.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { everyPool } from "./properties.ts";

/** The prefix of a pool's hosted pages. Ref is the prefix. */
export const domainType: ResourceType = {
  typeName: "AWS::Cognito::UserPoolDomain",
  properties: ["Domain", "UserPoolId"],

  async create(properties, { aws }) {
    const Domain = String(properties["Domain"]);
    const UserPoolId = String(properties["UserPoolId"]);
    const { DomainDescription: present } = await aws.cognitoUserPools.describeUserPoolDomain({ Domain });
    if (present?.UserPoolId !== UserPoolId) await aws.cognitoUserPools.createUserPoolDomain({ Domain, UserPoolId });
    return { physicalId: Domain, attributes: {} };
  },

  async read(physicalId, { aws }) {
    const Domain = physicalId.split("|").at(-1) ?? "";
    const { DomainDescription: found } = await aws.cognitoUserPools.describeUserPoolDomain({ Domain });
    return found?.UserPoolId === undefined ? undefined : { Domain, UserPoolId: found.UserPoolId };
  },

  async list({ aws }) {
    const pools = await everyPool(aws);
    const found = await Promise.all(
      pools.map(({ Id = "" }) => aws.cognitoUserPools.describeUserPool({ UserPoolId: Id })),
    );
    return found.flatMap(({ UserPool: { Id = "", Domain } = {} }) =>
      Domain === undefined ? [] : [{ UserPoolId: Id, Domain }],
    );
  },

  async delete(physicalId, properties, { aws }) {
    try {
      const UserPoolId = String(properties["UserPoolId"]);
      await aws.cognitoUserPools.deleteUserPoolDomain({ Domain: physicalId, UserPoolId });
    } catch (error) {
      const isGone = error instanceof AwsError && /^(?:ResourceNotFound|InvalidParameter)Exception$/.test(error.code);
      if (!isGone) throw error;
    }
  },
};

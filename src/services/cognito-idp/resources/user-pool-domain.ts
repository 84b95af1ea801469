// AWS::Cognito::UserPoolDomain.

import type { CreateUserPoolDomainCommandInput } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis, Input } from "../../../service/apis.ts";
import type { Properties, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyPool } from "./properties.ts";

/** The prefix of a pool's hosted pages, or a name of the customer's own. Ref is the prefix or the name. */
export const domainType: ResourceType = {
  typeName: "AWS::Cognito::UserPoolDomain",
  properties: ["CustomDomainConfig", "Domain", "UserPoolId"],
  keptNotEnforced: {
    "CustomDomainConfig.SecurityPolicy": "sets the oldest version of TLS that clients may speak",
  },

  async create(properties, { aws }) {
    const input = inputOf(properties);
    const { DomainDescription: present } = await aws.cognitoUserPools.describeUserPoolDomain({ Domain: input.Domain });
    if (present?.UserPoolId !== input.UserPoolId) await aws.cognitoUserPools.createUserPoolDomain(input);
    return stateOf(input.Domain, aws);
  },

  async read(physicalId, { aws }) {
    const Domain = physicalId.split("|").at(-1) ?? "";
    const { DomainDescription: found } = await aws.cognitoUserPools.describeUserPoolDomain({ Domain });
    if (found?.UserPoolId === undefined) return undefined;
    const { UserPoolId, CustomDomainConfig } = found;
    return { Domain, UserPoolId, ...(CustomDomainConfig !== undefined && { CustomDomainConfig }) };
  },

  async update(physicalId, properties, _previous, { aws }) {
    await aws.cognitoUserPools.updateUserPoolDomain(inputOf(properties));
    return stateOf(physicalId, aws);
  },

  async list({ aws }) {
    const pools = await everyPool(aws);
    const found = await Promise.all(
      pools.map(({ Id = "" }) => aws.cognitoUserPools.describeUserPool({ UserPoolId: Id })),
    );
    return found.flatMap(({ UserPool: { Id = "", Domain: prefix, CustomDomain: name } = {} }) =>
      [prefix, name].flatMap((Domain) => (Domain === undefined ? [] : [{ UserPoolId: Id, Domain }])),
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

function inputOf(properties: Properties): Input<CreateUserPoolDomainCommandInput> {
  const { CustomDomainConfig } = properties;
  return {
    Domain: String(properties["Domain"]),
    UserPoolId: String(properties["UserPoolId"]),
    ...(CustomDomainConfig !== undefined && { CustomDomainConfig: CustomDomainConfig as { CertificateArn: string } }),
  };
}

async function stateOf(Domain: string, aws: AwsApis): Promise<ResourceState> {
  const { DomainDescription: found } = await aws.cognitoUserPools.describeUserPoolDomain({ Domain });
  // AWS: a prefix has no distribution of its own.
  return { physicalId: Domain, attributes: { CloudFrontDistribution: found?.CloudFrontDistribution ?? "" } };
}

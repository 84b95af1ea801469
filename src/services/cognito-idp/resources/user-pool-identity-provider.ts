// AWS::Cognito::UserPoolIdentityProvider.

import type {
  CreateIdentityProviderCommandInput,
  IdentityProviderType,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { ifThere, ofEveryPool } from "./properties.ts";

/** Another provider whose users may sign in. Ref is its name. */
export const identityProviderType: ResourceType = {
  typeName: "AWS::Cognito::UserPoolIdentityProvider",
  properties: ["AttributeMapping", "IdpIdentifiers", "ProviderDetails", "ProviderName", "ProviderType", "UserPoolId"],

  async create(properties, context) {
    const input = inputOf(properties);
    try {
      await context.aws.cognitoUserPools.createIdentityProvider(input);
    } catch (error) {
      // One that is the same is what an interrupted run of this step left: there is nothing else to know it by.
      const isThere = error instanceof AwsError && error.code === "DuplicateProviderException";
      if (!isThere || !(await isSame(properties, context))) throw error;
    }
    return { physicalId: input.ProviderName, attributes: {} };
  },

  async read(physicalId, { aws }, known = {}) {
    const UserPoolId = String(known["UserPoolId"]);
    const ProviderName = physicalId.split("|").at(-1) ?? "";
    const answer = await ifThere(() => aws.cognitoUserPools.describeIdentityProvider({ UserPoolId, ProviderName }));
    return answer?.IdentityProvider && shownOf(answer.IdentityProvider, known);
  },

  async list({ aws }) {
    const providers = await ofEveryPool(aws, async (UserPoolId, NextToken) => {
      const answer = await aws.cognitoUserPools.listIdentityProviders({ UserPoolId, NextToken });
      return { items: answer.Providers?.map((provider) => ({ UserPoolId, ...provider })), next: answer.NextToken };
    });
    return providers.map(({ UserPoolId, ProviderName = "" }) => ({ UserPoolId, ProviderName }));
  },

  async update(physicalId, properties, _previous, { aws }) {
    const { ProviderType: _, ...input } = inputOf(properties);
    // What the template does not say any more goes.
    await aws.cognitoUserPools.updateIdentityProvider({ AttributeMapping: {}, IdpIdentifiers: [], ...input });
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, properties, { aws }) {
    const UserPoolId = String(properties["UserPoolId"]);
    await ifThere(() => aws.cognitoUserPools.deleteIdentityProvider({ UserPoolId, ProviderName: physicalId }));
  },
};

function inputOf(properties: Properties): Input<CreateIdentityProviderCommandInput> {
  const { AttributeMapping, IdpIdentifiers } = properties;
  return {
    UserPoolId: String(properties["UserPoolId"]),
    ProviderName: String(properties["ProviderName"]),
    ProviderType: String(properties["ProviderType"]) as "OIDC",
    ProviderDetails: textsOf(properties["ProviderDetails"]),
    ...(AttributeMapping !== undefined && { AttributeMapping: textsOf(AttributeMapping) }),
    ...(IdpIdentifiers !== undefined && { IdpIdentifiers: (IdpIdentifiers as readonly unknown[]).map(String) }),
  };
}

/** What a template can say of a provider: of the details those that it says, of the mapping what is not always there. */
function shownOf(live: IdentityProviderType, known: Properties): Properties {
  const { ProviderDetails = {}, AttributeMapping = {}, IdpIdentifiers = [] } = live;
  const saidDetails = Object.keys(textsOf(known["ProviderDetails"]));
  const saysUsername = textsOf(known["AttributeMapping"])["username"] !== undefined;
  const mapping = Object.entries(AttributeMapping).filter(([name]) => name !== "username" || saysUsername);
  const details = Object.entries(ProviderDetails).filter(
    ([name]) => saidDetails.length === 0 || saidDetails.includes(name),
  );
  return {
    UserPoolId: live.UserPoolId,
    ProviderName: live.ProviderName,
    ProviderType: live.ProviderType,
    ProviderDetails: Object.fromEntries(details),
    ...(mapping.length > 0 && { AttributeMapping: Object.fromEntries(mapping) }),
    ...(IdpIdentifiers.length > 0 && { IdpIdentifiers }),
  };
}

async function isSame(properties: Properties, { aws }: ResourceContext): Promise<boolean> {
  const { UserPoolId, ProviderName } = inputOf(properties);
  const { IdentityProvider: live } = await aws.cognitoUserPools.describeIdentityProvider({ UserPoolId, ProviderName });
  const wanted = inputOf(properties);
  return (
    live?.ProviderType === wanted.ProviderType &&
    Object.entries(wanted.ProviderDetails).every(([name, value]) => live.ProviderDetails?.[name] === value)
  );
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(value ?? {}).map(([name, text]) => [name, String(text)]));
}

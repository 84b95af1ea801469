// Documented errors of user pools' operations on identity providers, clients' secrets and users' factors.

import { type Made, PASSWORD } from "./cognito-idp-grounds.ts";
import { type ErrorTable, forAll, type Grounds, together, unprovokable } from "./table.ts";

type Table = ErrorTable<Made>;

const NOBODY = "nobody";
const PROVIDER = "Google";
const NO_CASE = unprovokable("The API reference lists it for the operation and names no case that its input could be.");

const own = (ProviderAttributeValue: string) => ({ ProviderName: "Cognito", ProviderAttributeValue });
const atProvider = (ProviderAttributeValue: string) => ({
  ProviderName: PROVIDER,
  ProviderAttributeName: "Cognito_Subject",
  ProviderAttributeValue,
});
const social = {
  ProviderType: PROVIDER,
  ProviderDetails: { client_id: "1", client_secret: "s", authorize_scopes: "openid" },
};
const onProvider = ({ pool }: Made): object => ({ UserPoolId: pool, ProviderName: PROVIDER });
const onAnn = ({ pool, ann }: Made): object => ({ UserPoolId: pool, Username: ann.Username });
const onSecrets = ({ pool, secretive }: Made): object => ({ UserPoolId: pool, ClientId: secretive });
const asAnn = ({ ann }: Made): object => ({ AccessToken: ann.AccessToken });

export const laterInputs: Table["inputs"] = {
  AddUserPoolClientSecret: onSecrets,
  AdminDeleteSoftwareToken: onAnn,
  AdminDisableProviderForUser: ({ pool }) => ({ UserPoolId: pool, User: atProvider("1") }),
  AdminGetUserAuthFactors: onAnn,
  AdminLinkProviderForUser: ({ pool, ann, name }) => ({
    UserPoolId: pool,
    DestinationUser: own(ann.Username),
    SourceUser: atProvider(name()),
  }),
  AdminSetUserSettings: (made) => ({ ...onAnn(made), MFAOptions: [] }),
  CreateIdentityProvider: (made) => ({ ...onProvider(made), ...social }),
  DeleteIdentityProvider: onProvider,
  DeleteUserPoolClientSecret: (made) => ({ ...onSecrets(made), ClientSecretId: NOBODY }),
  DescribeIdentityProvider: onProvider,
  GetClientToken: ({ secretive }) => ({ ClientId: secretive, Secret: "wrong" }),
  GetIdentityProviderByIdentifier: ({ pool }) => ({ UserPoolId: pool, IdpIdentifier: NOBODY }),
  GetUserAuthFactors: asAnn,
  ListIdentityProviders: ({ pool }) => ({ UserPoolId: pool }),
  ListUserPoolClientSecrets: onSecrets,
  SetUserSettings: (made) => ({ ...asAnn(made), MFAOptions: [] }),
  UpdateIdentityProvider: onProvider,
  UpdateUserPoolDomain: ({ pool, domain }) => ({ UserPoolId: pool, Domain: domain }),
};

const SECRETS = ["AddUserPoolClientSecret", "DeleteUserPoolClientSecret", "ListUserPoolClientSecrets"];

/** The pool's provider, where it is not there yet. */
async function provide({ aws, pool }: Made & Grounds): Promise<void> {
  const provider = { UserPoolId: pool, ProviderName: PROVIDER, ...social, ProviderType: "Google" as const };
  await aws.cognitoUserPools.createIdentityProvider(provider).catch(() => undefined);
}

/** A client of the pool that is made for one purpose. */
async function clientFor({ aws, pool, name }: Made & Grounds, change: object) {
  const input = { UserPoolId: pool, ClientName: name(), ...change };
  const { UserPoolClient: made } = await aws.cognitoUserPools.createUserPoolClient(input);
  return { ClientId: made?.ClientId ?? "", Secret: made?.ClientSecret ?? "" };
}

export const laterOperations: Table["operations"] = together<Made>(
  forAll(["DeleteIdentityProvider", "UpdateIdentityProvider"], { UnsupportedIdentityProviderException: NO_CASE }),
  forAll(SECRETS, {
    InternalServerException: unprovokable("It would be a bug of ours."),
    LimitExceededException: NO_CASE,
    InvalidParameterException: (_, ask) => ask({ UserPoolId: "-", ClientId: "-" }),
  }),
  forAll(["AdminDisableProviderForUser", "AdminLinkProviderForUser"], { AliasExistsException: NO_CASE }),
  {
    AddUserPoolClientSecret: {
      AccessDeniedException: async ({ user }, ask) => ask({}, await user()),
      async LimitExceededException(made, ask) {
        const { ClientId } = await clientFor(made, { GenerateSecret: true });
        await ask({ ClientId });
        return ask({ ClientId });
      },
    },
    AdminDeleteSoftwareToken: {
      UserNotConfirmedException: ({ newcomer }, ask) => ask({ Username: newcomer }),
    },
    AdminDisableProviderForUser: {
      InvalidParameterException: (_, ask) => ask({ UserPoolId: "-" }),
      async UserNotFoundException(made, ask) {
        await provide(made);
        return ask({ User: atProvider(NOBODY) });
      },
    },
    AdminLinkProviderForUser: {
      async LimitExceededException(made, ask) {
        await provide(made);
        const { Username } = await made.person();
        const DestinationUser = own(Username);
        for (let count = 1; count <= 5; count += 1) await ask({ DestinationUser, SourceUser: atProvider(made.name()) });
        return ask({ DestinationUser, SourceUser: atProvider(made.name()) });
      },
      async UserNotFoundException(made, ask) {
        await provide(made);
        return ask({ DestinationUser: own(NOBODY) });
      },
    },
    CreateIdentityProvider: {
      async DuplicateProviderException(made, ask) {
        await provide(made);
        return ask();
      },
      LimitExceededException: unprovokable("A pool has 300 of them; user pools' own tests do not make so many."),
    },
    GetClientToken: {
      InvalidParameterException: (_, ask) => ask({ ClientId: "-" }),
      async NotAuthorizedException(made, ask) {
        const client = await clientFor(made, { GenerateSecret: true, ExplicitAuthFlows: ["ALLOW_CLIENT_TOKEN_AUTH"] });
        return ask({ ...client, Secret: "wrong" });
      },
      OperationNotEnabledException: (_, ask) => ask(),
    },
    GetTokensFromRefreshToken: {
      NotAuthorizedException: (_, ask) => ask({ RefreshToken: NOBODY }),
      async RefreshTokenReuseException(made, ask) {
        const rotating = {
          ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
          RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
        };
        const { ClientId } = await clientFor(made, rotating);
        const { Username: USERNAME } = await made.person();
        const AuthParameters = { USERNAME, PASSWORD };
        const { AuthenticationResult: tokens } = await made.aws.cognitoUserPools.initiateAuth({
          ClientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters,
        });
        const change = { ClientId, RefreshToken: tokens?.RefreshToken };
        await ask(change);
        return ask(change);
      },
      UserNotFoundException: unprovokable("The refresh tokens of a user are gone with the user."),
    },
    SetUserPoolMfaConfig: {
      async FeatureUnavailableInTierException({ aws, name }, ask) {
        const { UserPool } = await aws.cognitoUserPools.createUserPool({ PoolName: name(), UserPoolTier: "LITE" });
        return ask({ UserPoolId: UserPool?.Id, EmailMfaConfiguration: {} });
      },
    },
  },
  forAll(["GetUserAuthFactors", "SetUserSettings"], {
    NotAuthorizedException: (_, ask) => ask({ AccessToken: NOBODY }),
    ResourceNotFoundException: unprovokable("A token whose pool is gone is as wrong as any."),
    async UserNotFoundException({ person, aws, pool }, ask) {
      const { Username, AccessToken } = await person();
      await aws.cognitoUserPools.adminDeleteUser({ UserPoolId: pool, Username });
      return ask({ AccessToken });
    },
  }),
  forAll(["AdminInitiateAuth", "InitiateAuth"], {
    async UnsupportedOperationException(made, ask) {
      const rotating = { RefreshTokenRotation: { Feature: "ENABLED" } };
      const { ClientId } = await clientFor(made, rotating);
      return ask({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN: NOBODY } });
    },
  }),
);

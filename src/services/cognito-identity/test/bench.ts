// For the tests of identity pools: an identity pool over a user pool, roles that trust it, and people who sign in.

import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  type CreateIdentityPoolCommandInput,
  SetIdentityPoolRolesCommand,
  type SetIdentityPoolRolesCommandInput,
} from "@aws-sdk/client-cognito-identity";
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { type ClientConfig, sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

const PASSWORD = "Passw0rd!";

export interface IdentityBench {
  readonly yard: TestYard;
  readonly account: TestAccount;
  readonly userPools: CognitoIdentityProviderClient;
  /** The customer's client. */
  readonly identities: CognitoIdentityClient;
  /** An application's: it has no credentials, and signs nothing. */
  readonly anybody: CognitoIdentityClient;
  readonly IdentityPoolId: string;
  readonly UserPoolId: string;
  readonly ClientId: string;
  /** The user pool as the identity pool knows it. */
  readonly provider: string;
  /** An id token of a user, who is made on the first call. */
  signIn(username: string): Promise<{ readonly id: string; readonly access: string }>;
  /** A role that trusts the identity pool, for who was authenticated so. */
  role(name: string, allow: object, trust?: { readonly amr?: string; readonly actions?: string[] }): Promise<string>;
  setRoles(input: Omit<SetIdentityPoolRolesCommandInput, "IdentityPoolId">): Promise<unknown>;
}

/** An identity pool of its own account. */
export async function identityBench(settings: Partial<CreateIdentityPoolCommandInput> = {}): Promise<IdentityBench> {
  const yard = await sharedYard();
  const account = yard.account();
  const userPools = account.client(CognitoIdentityProviderClient);
  const iam = account.client(IAMClient);
  const identities = account.client(CognitoIdentityClient);
  const { UserPool } = await userPools.send(new CreateUserPoolCommand({ PoolName: "people" }));
  const UserPoolId = UserPool?.Id ?? "";
  const { UserPoolClient } = await userPools.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "app",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
  );
  const ClientId = UserPoolClient?.ClientId ?? "";
  const provider = `cognito-idp.${account.region}.amazonaws.com/${UserPoolId}`;
  const { IdentityPoolId = "" } = await identities.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: "app",
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ProviderName: provider, ClientId }],
      ...settings,
    }),
  );
  const people = new Set<string>();
  return {
    yard,
    account,
    userPools,
    identities,
    anybody: unsigned(account.config),
    IdentityPoolId,
    UserPoolId,
    ClientId,
    provider,
    async signIn(Username) {
      if (!people.has(Username)) {
        await userPools.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
        await userPools.send(
          new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }),
        );
        people.add(Username);
      }
      const { AuthenticationResult: tokens } = await userPools.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: Username, PASSWORD },
        }),
      );
      return { id: tokens?.IdToken ?? "", access: tokens?.AccessToken ?? "" };
    },
    async role(RoleName, allow, { amr = "authenticated", actions = ["sts:AssumeRoleWithWebIdentity"] } = {}) {
      const { Role } = await iam.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustPolicy(IdentityPoolId, amr, actions) }),
      );
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...allow }] });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "allow", PolicyDocument }));
      return Role?.Arn ?? "";
    },
    setRoles: (input) => identities.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, ...input })),
  };
}

/** A client without credentials. */
function unsigned({ endpoint, region }: Pick<ClientConfig, "endpoint" | "region">): CognitoIdentityClient {
  return new CognitoIdentityClient({ endpoint, region, maxAttempts: 1 });
}

/** AWS: "Role trust and permissions": the trust policy that the console makes. */
export function trustPolicy(poolId: string, amr: string, Action: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action,
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": poolId },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": amr },
        },
      },
    ],
  });
}

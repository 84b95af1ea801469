// For the tests of user pools: a pool with an application, users, and the mails they get.

import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";
import type { InboxMail } from "../inbox.ts";

export const PASSWORD = "Passw0rd!";

export interface PoolBench {
  readonly yard: TestYard;
  readonly account: TestAccount;
  /** The customer's client. */
  readonly cognito: CognitoIdentityProviderClient;
  readonly UserPoolId: string;
  readonly ClientId: string;
  readonly ClientSecret: string | undefined;
  /** A confirmed user of this name, with PASSWORD. */
  user(name: string, attributes?: Readonly<Record<string, string>>): Promise<void>;
  /** Signs in with the password, all the way. */
  signIn(name: string, password?: string): Promise<Tokens>;
  /** The last mail or text message to somebody. */
  lastMail(to: string): string;
  /** The code in it. */
  lastCode(to: string): string;
}

export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
}

/** A pool of its own account, in the shared yard unless another is given. */
export async function poolBench(
  settings: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
  given?: TestYard,
): Promise<PoolBench> {
  const yard = given ?? (await sharedYard());
  const account = yard.account();
  const cognito = account.client(CognitoIdentityProviderClient);
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: "pool", ...settings }));
  const UserPoolId = UserPool?.Id ?? "";
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "app",
      ExplicitAuthFlows: [
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_CUSTOM_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
      ],
      ...client,
    }),
  );
  const ClientId = UserPoolClient?.ClientId ?? "";
  const lastMail = (to: string): string => {
    // As the control API shows them: the pools' mails, and the text messages that went through SNS.
    const { store } = yard.yard.context;
    const rows = ["cognito-idp", "sns"].flatMap((service) =>
      store.read((tx) => [...tx.range<InboxMail>({ prefix: [service, account.account, account.region, "inbox"] })]),
    );
    return rows.findLast(({ value }) => value.to.includes(to))?.value.text ?? "";
  };
  return {
    yard,
    account,
    cognito,
    UserPoolId,
    ClientId,
    ClientSecret: UserPoolClient?.ClientSecret,
    async user(Username, attributes = {}) {
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
      await cognito.send(
        new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" }),
      );
      await cognito.send(
        new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }),
      );
    },
    async signIn(USERNAME, password = PASSWORD) {
      const { AuthenticationResult: tokens } = await cognito.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME, PASSWORD: password },
        }),
      );
      return tokens as Tokens;
    },
    lastMail,
    lastCode: (to) => /\d{6}/.exec(lastMail(to))?.[0] ?? "",
  };
}

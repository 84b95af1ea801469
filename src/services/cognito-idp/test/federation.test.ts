// Sign-in with another OpenID provider, which is a second user pool of the yard: the redirections as a browser walks them.

import {
  AdminCreateUserCommand,
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  AdminListGroupsForUserCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolDomainCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  DescribeUserPoolClientCommand,
  ForgotPasswordCommand,
  GetIdentityProviderByIdentifierCommand,
  ListIdentityProvidersCommand,
  UpdateIdentityProviderCommand,
  UpdateUserAttributesCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { expect, test } from "vitest";
import { PASSWORD, poolBench, type PoolBench } from "./bench.ts";
import { Visitor } from "./visitor.ts";

const BACK = "http://localhost:3000/in";

/** An application's pool, and the pool of a company whose people sign in there. */
async function twoPools(settings: Parameters<typeof poolBench>[0] = {}) {
  const company = await poolBench({}, {});
  const { yard } = company;
  const bench = await poolBench(settings);
  const { cognito, UserPoolId } = bench;
  const domains = { company: `corp-${company.account.account}`, app: `app-${bench.account.account}` };
  await company.cognito.send(
    new CreateUserPoolDomainCommand({ UserPoolId: company.UserPoolId, Domain: domains.company }),
  );
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: domains.app }));
  const { UserPoolClient: party } = await company.cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: company.UserPoolId,
      ClientName: "the application",
      GenerateSecret: true,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "email", "profile"],
      AllowedOAuthFlowsUserPoolClient: true,
      CallbackURLs: [`${yard.origin}/_aws/auth/${domains.app}/oauth2/idpresponse`],
    }),
  );
  const details = {
    client_id: party?.ClientId ?? "",
    client_secret: party?.ClientSecret ?? "",
    attributes_request_method: "GET",
    oidc_issuer: `${yard.origin}/${company.UserPoolId}`,
    authorize_scopes: "openid email profile",
  };
  const { IdentityProvider: provider } = await cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: "Corp",
      ProviderType: "OIDC",
      ProviderDetails: details,
      AttributeMapping: { email: "email", email_verified: "email_verified", name: "name" },
      IdpIdentifiers: ["corp.example"],
    }),
  );
  const client = await webClient(cognito, UserPoolId, ["COGNITO", "Corp"]);
  const start = (more: Readonly<Record<string, string>> = {}, client_id = client): Visitor => {
    const query = {
      client_id,
      redirect_uri: BACK,
      response_type: "code",
      scope: "openid email",
      state: "st4te",
      ...more,
    };
    const page = `${yard.origin}/_aws/auth/${domains.app}/oauth2/authorize?${new URLSearchParams(query).toString()}`;
    return new Visitor(page);
  };
  return { ...bench, company, domains, details, provider, client, start };
}

async function webClient(cognito: CognitoIdentityProviderClient, UserPoolId: string, providers: string[]) {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "web",
      SupportedIdentityProviders: providers,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "email", "aws.cognito.signin.user.admin"],
      AllowedOAuthFlowsUserPoolClient: true,
      CallbackURLs: [BACK],
    }),
  );
  return UserPoolClient?.ClientId ?? "";
}

/** Walks to the company's pages, signs in there, and comes back. */
async function signInAtCorp(visitor: Visitor, username: string): Promise<Visitor> {
  await visitor.open();
  await visitor.goOn();
  expect(visitor.title).toBe("Sign in");
  await visitor.send("Sign in", { username, password: PASSWORD });
  return visitor.goOn();
}

async function tokensOf({ yard }: PoolBench, domain: string, client: string, code: string) {
  const answer = await fetch(`${yard.origin}/_aws/auth/${domain}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "authorization_code", client_id: client, code, redirect_uri: BACK }),
  });
  return (await answer.json()) as { id_token: string; access_token: string };
}

const claimsIn = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;

const attributesOf = async ({ cognito, UserPoolId }: PoolBench, Username: string) => {
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
  const attributes = Object.fromEntries((user.UserAttributes ?? []).map(({ Name = "", Value = "" }) => [Name, Value]));
  return { status: user.UserStatus, ...attributes } as Record<string, string>;
};

test("somebody of another provider signs in by the redirections, and comes back as the same user", async () => {
  // Goal: the whole way, from the application to the other provider and back with a code. Method: a browser's steps, twice; what the
  // provider says changes in between. AWS: "How OIDC sign-in works in Amazon Cognito user pools".
  const world = await twoPools();
  const { company, domains, client, cognito, UserPoolId, yard } = world;
  await company.user("ada", { email: "ada@corp.example", email_verified: "true", name: "Ada" });
  const { sub } = await attributesOf(company, "ada");
  const visitor = await signInAtCorp(world.start({ identity_provider: "Corp", nonce: "n0nce" }), "ada");
  expect(visitor.location?.href.startsWith(BACK)).toBe(true);
  expect(visitor.answer).toEqual({ code: expect.any(String), state: "st4te" });
  const username = `Corp_${sub}`;
  const { id_token: token } = await tokensOf(world, domains.app, client, visitor.answer["code"] ?? "");
  // AWS: "Understanding the identity (ID) token": identities.
  expect(claimsIn(token)).toMatchObject({
    iss: `${yard.origin}/${UserPoolId}`,
    "cognito:username": username,
    "cognito:groups": [`${UserPoolId}_Corp`],
    email: "ada@corp.example",
    email_verified: true,
    nonce: "n0nce",
    identities: [
      {
        userId: sub,
        providerName: "Corp",
        providerType: "OIDC",
        issuer: null,
        primary: "true",
        dateCreated: expect.stringMatching(/^\d+$/),
      },
    ],
  });
  const made = await attributesOf(world, username);
  expect(made).toMatchObject({ status: "EXTERNAL_PROVIDER", name: "Ada", email: "ada@corp.example" });
  expect(JSON.parse(made["identities"] ?? "")).toMatchObject([{ userId: sub, primary: true, providerName: "Corp" }]);
  const { Groups } = await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: username }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual([`${UserPoolId}_Corp`]);

  await company.cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: company.UserPoolId,
      Username: "ada",
      UserAttributes: [{ Name: "name", Value: "Ada Lovelace" }],
    }),
  );
  await signInAtCorp(world.start({ idp_identifier: "corp.example" }), "ada");
  expect(await attributesOf(world, username)).toMatchObject({ name: "Ada Lovelace", sub: made["sub"] });
});

test("what was discovered is shown, and providers are found by name and by identifier", async () => {
  // Goal: the operations on providers. AWS: CreateIdentityProvider and its siblings.
  const { cognito, UserPoolId, provider, details, yard, domains, company, client } = await twoPools();
  const pages = `${yard.origin}/_aws/auth/${domains.company}/oauth2`;
  expect(provider).toMatchObject({
    ProviderName: "Corp",
    ProviderType: "OIDC",
    ProviderDetails: {
      ...details,
      attributes_url_add_attributes: "false",
      authorize_url: `${pages}/authorize`,
      token_url: `${pages}/token`,
      attributes_url: `${pages}/userInfo`,
      jwks_uri: `${yard.origin}/${company.UserPoolId}/.well-known/jwks.json`,
    },
    AttributeMapping: { email: "email", email_verified: "email_verified", name: "name", username: "sub" },
    IdpIdentifiers: ["corp.example"],
  });
  const described = await cognito.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: "Corp" }));
  expect(described.IdentityProvider).toEqual(provider);
  const found = await cognito.send(
    new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier: "corp.example" }),
  );
  expect(found.IdentityProvider).toEqual(provider);
  const google = { client_id: "1", client_secret: "s", authorize_scopes: "openid email" };
  await cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: "Google",
      ProviderType: "Google",
      ProviderDetails: google,
    }),
  );
  const first = await cognito.send(new ListIdentityProvidersCommand({ UserPoolId, MaxResults: 1 }));
  const second = await cognito.send(new ListIdentityProvidersCommand({ UserPoolId, NextToken: first.NextToken }));
  expect([first, second].map(({ Providers }) => Providers?.map(({ ProviderName }) => ProviderName))).toEqual([
    ["Corp"],
    ["Google"],
  ]);
  const updated = await cognito.send(
    new UpdateIdentityProviderCommand({ UserPoolId, ProviderName: "Corp", AttributeMapping: { email: "email" } }),
  );
  expect(updated.IdentityProvider).toMatchObject({
    AttributeMapping: { email: "email", username: "sub" },
    ProviderDetails: details,
  });
  await cognito.send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName: "Corp" }));
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: client }));
  expect(UserPoolClient?.SupportedIdentityProviders).toEqual(["COGNITO"]);
});

test("providers that make no sense are refused", async () => {
  // Goal: each documented error of CreateIdentityProvider that is the caller's. Method: one detail wrong at a time.
  const { cognito, UserPoolId, details } = await twoPools();
  const make = (input: Partial<ConstructorParameters<typeof CreateIdentityProviderCommand>[0]>) =>
    cognito.send(
      new CreateIdentityProviderCommand({
        UserPoolId,
        ProviderName: "Other",
        ProviderType: "OIDC",
        ProviderDetails: details,
        ...input,
      }),
    );
  const { client_id: _, ...anonymous } = details;
  const wrong: [Parameters<typeof make>[0], string, RegExp][] = [
    [{ ProviderName: "Corp" }, "DuplicateProviderException", /already exists/],
    [{ UserPoolId: "us-east-1_nobody123" }, "AccessDeniedException|ResourceNotFoundException", /./],
    [{ ProviderDetails: anonymous }, "InvalidParameterException", /client_id/],
    [{ ProviderDetails: { ...details, colour: "red" } }, "InvalidParameterException", /colour/],
    [{ ProviderDetails: { ...details, oidc_issuer: "http://example.com" } }, "InvalidParameterException", /HTTPS/],
    [
      { ProviderDetails: { ...details, oidc_issuer: `${details.oidc_issuer}/x` } },
      "InvalidParameterException",
      /Unable to contact well-known endpoint/,
    ],
    [{ ProviderDetails: { ...details, authorize_scopes: "email" } }, "InvalidParameterException", /openid/],
    [{ AttributeMapping: { username: "email" } }, "InvalidParameterException", /username/],
    [{ AttributeMapping: { "custom:none": "a" } }, "InvalidParameterException", /custom:none/],
    [{ IdpIdentifiers: ["corp.example"] }, "InvalidParameterException", /identifier/],
    [{ ProviderType: "SAML" }, "NotImplemented", /SAML/],
    [{ ProviderName: "_ab" }, "InvalidParameterException", /pattern/],
  ];
  for (const [input, code, message] of wrong) {
    const failure = await make(input).then(
      () => ({ name: "nothing", message: JSON.stringify(input) }),
      (error: unknown) => error as Error,
    );
    expect([failure.name, failure.message]).toEqual([expect.stringMatching(code), expect.stringMatching(message)]);
  }
  const unknown = webClient(cognito, UserPoolId, ["Nobody"]);
  await expect(unknown).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("an answer counts once, in the browser that asked, and for the provider that was asked", async () => {
  // Goal: nobody signs somebody else in, and no answer is taken for another's. Method: a stolen return address, in another browser;
  // the same one twice; one that was made up; one that says that it is another issuer's (RFC 9207).
  const world = await twoPools();
  await world.company.user("ada");
  const walk = async (): Promise<Visitor> => {
    const visitor = world.start({ identity_provider: "Corp" });
    await visitor.open();
    expect(visitor.location?.searchParams.get("code_challenge_method")).toBe("S256");
    expect(visitor.location?.searchParams.get("nonce")).toMatch(/^[\w-]{43}$/);
    await visitor.goOn();
    return visitor.send("Sign in", { username: "ada", password: PASSWORD });
  };
  const visitor = await walk();
  const address = visitor.location?.href ?? "";
  const other = await new Visitor(address).open();
  expect([other.status, other.location]).toEqual([400, undefined]);
  // The try of the other browser has used the state up.
  await visitor.open(address);
  expect(visitor.status).toBe(400);
  const again = await walk();
  const good = again.location?.href ?? "";
  await again.open(good);
  expect(again.answer["code"]).toBeDefined();
  await again.open(good);
  expect(again.status).toBe(400);
  const madeUp = await again.open(good.replace(/state=[^&]+/, "state=made-up"));
  expect(madeUp.status).toBe(400);
  const mixedUp = await walk();
  await mixedUp.open(`${mixedUp.location?.href ?? ""}&iss=${encodeURIComponent("https://evil.example")}`);
  expect(mixedUp.answer).toMatchObject({ error: "invalid_request", state: "st4te" });
  const refused = await walk();
  await refused.open((refused.location?.href ?? "").replace(/code=[^&]+/, "error=access_denied"));
  expect(refused.answer).toMatchObject({ error: "access_denied", state: "st4te" });
  const late = await walk();
  await late.open((late.location?.href ?? "").replace(/code=[^&]+/, "code=wrong"));
  expect(late.answer).toMatchObject({ error: "server_error" });
});

test("the pages offer what the client takes, and nothing else", async () => {
  // Goal: SupportedIdentityProviders on the pages. Method: a client with both, one of the company's people only, one without it.
  const world = await twoPools();
  const { cognito, UserPoolId, start } = world;
  await world.company.user("ada");
  await world.user("bob");
  const both = await start().open();
  expect(both.html).toContain('name="password"');
  await both.follow("Continue with Corp");
  await both.goOn();
  await both.send("Sign in", { username: "ada", password: PASSWORD });
  await both.goOn();
  expect(both.answer["code"]).toBeDefined();
  const own = await start({ identity_provider: "COGNITO" }).open();
  expect(own.title).toBe("Sign in");

  const company = await webClient(cognito, UserPoolId, ["Corp"]);
  const sent = await start({}, company).open();
  expect(sent.location?.searchParams.get("redirect_uri")).toMatch(/\/oauth2\/idpresponse$/);
  for (const page of ["login", "signup", "forgotPassword"]) {
    const query = new URLSearchParams({
      client_id: company,
      redirect_uri: BACK,
      response_type: "code",
      scope: "openid",
    });
    const url = `${world.yard.origin}/_aws/auth/${world.domains.app}/${page}?${query.toString()}`;
    const answer = await fetch(url, { method: "POST", redirect: "manual" });
    expect([page, answer.status, await answer.text()]).toEqual([
      page,
      400,
      expect.stringContaining("Login option is not available"),
    ]);
  }
  const without = await webClient(cognito, UserPoolId, ["COGNITO"]);
  const unknown = await start({ identity_provider: "Corp" }, without).open();
  expect([unknown.status, unknown.location]).toEqual([400, undefined]);

  // A visitor who is on the way when the client stops offering the provider does not get in.
  const onTheWay = start({ identity_provider: "Corp" });
  await onTheWay.open();
  await cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId: world.client,
      SupportedIdentityProviders: ["COGNITO"],
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "email"],
      AllowedOAuthFlowsUserPoolClient: true,
      CallbackURLs: [BACK],
    }),
  );
  await onTheWay.goOn();
  await onTheWay.send("Sign in", { username: "ada", password: PASSWORD });
  await onTheWay.goOn();
  expect(onTheWay.answer).toMatchObject({ error: "invalid_request" });
});

test("nobody becomes somebody else by a name or an address", async () => {
  // Goal: account take-over. Method: a user of the company with the address of a user of the pool, in a pool where the address is the
  // username; and a user of the pool who has the name that one of the company will get.
  const world = await twoPools({ UsernameAttributes: ["email"] });
  await world.user("ada@example.com", { email_verified: "true" });
  await world.company.user("eve", { email: "ada@example.com", email_verified: "true" });
  const ada = await attributesOf(world, "ada@example.com");
  const eve = await signInAtCorp(world.start({ identity_provider: "Corp" }), "eve");
  const { access_token: token, id_token: id } = await tokensOf(
    world,
    world.domains.app,
    world.client,
    eve.answer["code"] ?? "",
  );
  expect(claimsIn(token)["sub"]).not.toBe(ada["sub"]);
  expect(await attributesOf(world, "ada@example.com")).toEqual(ada);
  const { ["cognito:username"]: name } = claimsIn(id);
  // AWS: ForgotPassword: who comes from another provider has no password here.
  await expect(
    world.cognito.send(new ForgotPasswordCommand({ ClientId: world.ClientId, Username: String(name) })),
  ).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: "User password cannot be reset in the current state.",
  });

  const other = await twoPools();
  await other.company.user("eve");
  const { sub } = await attributesOf(other.company, "eve");
  await other.user(`Corp_${sub}`);
  const refused = await signInAtCorp(other.start({ identity_provider: "Corp" }), "eve");
  expect(refused.answer).toMatchObject({
    error: "invalid_request",
    error_description: `Already found an entry for username Corp_${sub}`,
  });
  // Identities are said by providers only.
  await other.user("bob");
  const { AccessToken } = await other.signIn("bob");
  await expect(
    other.cognito.send(
      new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: "identities", Value: "[]" }] }),
    ),
  ).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("an account is linked to a user, and taken away again", async () => {
  // Goal: AdminLinkProviderForUser by the account's name and by its address, and AdminDisableProviderForUser. AWS: both operations.
  const world = await twoPools();
  const { cognito, UserPoolId, company } = world;
  await world.user("ada", { email: "ada@example.com" });
  await company.user("lovelace", { email: "ada@corp.example", email_verified: "true", name: "Ada" });
  const { sub = "" } = await attributesOf(company, "lovelace");
  const link = (ProviderAttributeName: string, ProviderAttributeValue: string, to = "ada") =>
    cognito.send(
      new AdminLinkProviderForUserCommand({
        UserPoolId,
        DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: to },
        SourceUser: { ProviderName: "Corp", ProviderAttributeName, ProviderAttributeValue },
      }),
    );
  await expect(link("email", "ada@corp.example", "nobody")).rejects.toMatchObject({ name: "UserNotFoundException" });
  await expect(link("phone_number", "+1")).rejects.toMatchObject({ name: "InvalidParameterException" });
  await link("email", "ada@corp.example");
  await expect(link("email", "ada@corp.example")).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "SourceUser is already linked to DestinationUser",
  });
  const visitor = await signInAtCorp(world.start({ identity_provider: "Corp" }), "lovelace");
  const { id_token: token } = await tokensOf(world, world.domains.app, world.client, visitor.answer["code"] ?? "");
  expect(claimsIn(token)).toMatchObject({ "cognito:username": "ada", email: "ada@corp.example" });
  // From now on the account goes by its own name, whatever its address becomes.
  const linked = await attributesOf(world, "ada");
  expect(linked["status"]).toBe("CONFIRMED");
  expect(JSON.parse(linked["identities"] ?? "")).toMatchObject([{ userId: sub, primary: false }]);
  await world.user("bob");
  await expect(link("Cognito_Subject", sub, "bob")).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining("Merging is not currently supported") as string,
  });
  const User = { ProviderName: "Corp", ProviderAttributeName: "Cognito_Subject", ProviderAttributeValue: sub };
  await cognito.send(new AdminDisableProviderForUserCommand({ UserPoolId, User }));
  await expect(cognito.send(new AdminDisableProviderForUserCommand({ UserPoolId, User }))).rejects.toMatchObject({
    name: "UserNotFoundException",
  });
  await signInAtCorp(world.start({ identity_provider: "Corp" }), "lovelace");
  expect(await attributesOf(world, `Corp_${sub}`)).toMatchObject({ status: "EXTERNAL_PROVIDER" });
  expect((await attributesOf(world, "ada"))["identities"]).toBeUndefined();

  // The password of a user of the pool.
  const own = { ProviderName: "Cognito", ProviderAttributeName: "Cognito_Subject", ProviderAttributeValue: "ada" };
  await world.signIn("ada");
  await cognito.send(new AdminDisableProviderForUserCommand({ UserPoolId, User: own }));
  await expect(world.signIn("ada")).rejects.toMatchObject({ name: "NotAuthorizedException" });
});

test("an address that nobody has proved links nobody", async () => {
  // Goal: a link by address is not for whoever types the address in at the provider. Method: the provider says email_verified false.
  const world = await twoPools();
  await world.user("ada");
  await world.company.user("eve", { email: "ada@corp.example", email_verified: "false" });
  await world.cognito.send(
    new AdminLinkProviderForUserCommand({
      UserPoolId: world.UserPoolId,
      DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: "ada" },
      SourceUser: { ProviderName: "Corp", ProviderAttributeName: "email", ProviderAttributeValue: "ada@corp.example" },
    }),
  );
  const eve = await signInAtCorp(world.start({ identity_provider: "Corp" }), "eve");
  const { id_token: token } = await tokensOf(world, world.domains.app, world.client, eve.answer["code"] ?? "");
  expect(claimsIn(token)["cognito:username"]).toMatch(/^Corp_/);
});

test("what a pool requires has to come from the provider", async () => {
  // Goal: the sentence that applications look for. AWS: "Specifying identity provider attribute mappings": required attributes.
  const world = await twoPools({ Schema: [{ Name: "given_name", Required: true, AttributeDataType: "String" }] });
  await world.company.user("ada");
  const refused = await signInAtCorp(world.start({ identity_provider: "Corp" }), "ada");
  expect(refused.answer).toMatchObject({
    error: "invalid_request",
    error_description: "attributes required: [given_name]",
  });
  await expect(
    world.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: world.UserPoolId,
        Username: "bob",
        UserAttributes: [{ Name: "identities", Value: "[]" }],
      }),
    ),
  ).rejects.toMatchObject({ name: "InvalidParameterException" });
});

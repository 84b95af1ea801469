// OAuth through openid-client, with a browser's part done by hand: the form, its cookie and its redirections.

import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolDomainCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import * as oidc from "openid-client";
import { expect, test } from "vitest";
import { PASSWORD, poolBench } from "./bench.ts";

const BACK = "http://localhost:3000/in";

async function setUp() {
  const bench = await poolBench();
  const { cognito, UserPoolId, account, yard } = bench;
  const Domain = `courses-${account.account}`;
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }));
  await cognito.send(
    new CreateResourceServerCommand({
      UserPoolId,
      Identifier: "courses",
      Name: "Courses",
      Scopes: [{ ScopeName: "read", ScopeDescription: "Reads" }],
    }),
  );
  const client = async (AllowedOAuthFlows: ("code" | "client_credentials")[], AllowedOAuthScopes: string[]) => {
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "web",
        GenerateSecret: true,
        AllowedOAuthFlows,
        AllowedOAuthScopes,
        AllowedOAuthFlowsUserPoolClient: true,
        CallbackURLs: [BACK],
      }),
    );
    return { id: UserPoolClient?.ClientId ?? "", secret: UserPoolClient?.ClientSecret ?? "" };
  };
  const discover = ({ id, secret }: { id: string; secret: string }) =>
    oidc.discovery(new URL(`${yard.origin}/${UserPoolId}`), id, secret, undefined, {
      execute: [oidc.allowInsecureRequests],
    });
  return { ...bench, client, discover };
}

/** What a browser does with the sign-in page: it sends the form with the cookie, and tells where it is sent. */
async function submit(page: URL, fields: Readonly<Record<string, string>>, cookie?: string): Promise<Response> {
  const shown = await fetch(page, { redirect: "manual" });
  const html = await shown.text();
  const csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? "";
  const action = (/action="([^"]+)"/.exec(html)?.[1] ?? "").replaceAll("&#38;", "&");
  return fetch(new URL(action, page), {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookie ?? shown.headers.get("set-cookie")?.split(";")[0] ?? "" },
    body: new URLSearchParams({ _csrf: csrf, ...fields }),
  });
}

// Goal: the authorization code grant with PKCE, from discovery to user info, with a client that checks every token.
// AWS: "Authorize endpoint", "Token endpoint", "UserInfo endpoint".
test("a page signs in, and a client redeems the code once", async () => {
  const { user, client, discover } = await setUp();
  await user("ada", { email: "ada@example.com", email_verified: "true" });
  const config = await discover(await client(["code"], ["openid", "email", "courses/read"]));
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [oidc.randomState(), oidc.randomNonce()];
  const page = oidc.buildAuthorizationUrl(config, {
    redirect_uri: BACK,
    scope: "openid courses/read",
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const wrong = await submit(page, { username: "ada", password: "Wr0ng-password" });
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining("Incorrect username or password.")]);
  const forged = await submit(page, { username: "ada", password: PASSWORD }, "XSRF-TOKEN=other");
  expect(forged.status).toBe(403);
  const back = await submit(page, { username: "ada", password: PASSWORD });
  const target = new URL(back.headers.get("location") ?? "");
  expect(target.origin + target.pathname).toBe(BACK);
  const checks = { pkceCodeVerifier, expectedState, expectedNonce };
  const tokens = await oidc.authorizationCodeGrant(config, target, checks);
  expect(tokens.claims()).toMatchObject({ "cognito:username": "ada", nonce: expectedNonce });
  const info = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? "");
  expect(info).toMatchObject({ email: "ada@example.com", username: "ada" });
  await expect(oidc.authorizationCodeGrant(config, target, checks)).rejects.toMatchObject({ error: "invalid_grant" });
  const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? "");
  expect(refreshed.access_token).not.toBe(tokens.access_token);
  await oidc.tokenRevocation(config, tokens.refresh_token ?? "");
  await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? "")).rejects.toMatchObject({
    error: "invalid_grant",
  });
  await expect(oidc.fetchUserInfo(config, refreshed.access_token, tokens.claims()?.sub ?? "")).rejects.toThrow();
});

// Goal: a stolen code is worth nothing without its verifier, and no page sends anybody to an address that is not listed.
test("codes go to whom they belong", async () => {
  const { user, client, discover, yard, account } = await setUp();
  await user("ada");
  const web = await client(["code"], ["openid"]);
  const config = await discover(web);
  const parameters = {
    redirect_uri: BACK,
    scope: "openid",
    code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
    code_challenge_method: "S256",
  };
  const page = oidc.buildAuthorizationUrl(config, parameters);
  const back = await submit(page, { username: "ada", password: PASSWORD });
  const target = new URL(back.headers.get("location") ?? "");
  await expect(
    oidc.authorizationCodeGrant(config, target, { pkceCodeVerifier: oidc.randomPKCECodeVerifier() }),
  ).rejects.toMatchObject({ error: "invalid_grant" });
  const ask = (changes: Record<string, string>) => {
    const url = oidc.buildAuthorizationUrl(config, { ...parameters, ...changes });
    return fetch(url, { redirect: "manual" });
  };
  const elsewhere = await ask({ redirect_uri: "https://evil.example/in" });
  expect([elsewhere.status, elsewhere.headers.get("location")]).toEqual([400, null]);
  const scope = await ask({ scope: "openid profile" });
  expect(scope.headers.get("location")).toBe(`${BACK}?error=invalid_scope`);
  const plain = await ask({ code_challenge_method: "plain" });
  expect(plain.headers.get("location")).toBe(`${BACK}?error=invalid_request`);
  const script = await ask({ state: '"><script>alert(1)</script>' });
  expect(await script.text()).not.toContain("<script>");
  const nobody = await fetch(`${yard.origin}/_aws/auth/nobody-${account.account}/login`);
  expect(nobody.status).toBe(404);
});

// Goal: a service's own token, for scopes that it may have and no others. AWS: "client_credentials".
test("a client gets a token of its own", async () => {
  const { client, discover } = await setUp();
  const machine = await client(["client_credentials"], ["courses/read"]);
  const config = await discover(machine);
  const { access_token: token } = await oidc.clientCredentialsGrant(config, { scope: "courses/read" });
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as object;
  expect(claims).toMatchObject({ client_id: machine.id, sub: machine.id, scope: "courses/read", token_use: "access" });
  await expect(oidc.clientCredentialsGrant(config, { scope: "openid" })).rejects.toMatchObject({
    error: "invalid_scope",
  });
  const wrong = await discover({ ...machine, secret: "x".repeat(52) });
  await expect(oidc.clientCredentialsGrant(wrong, {})).rejects.toMatchObject({ error: "invalid_client" });
});

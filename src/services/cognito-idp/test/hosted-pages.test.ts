// The hosted pages as a browser without scripts sees them: forms that are filled in and sent, with the cookie that came with them.

import { CreateUserPoolClientCommand, CreateUserPoolDomainCommand } from "@aws-sdk/client-cognito-identity-provider";
import { expect, test } from "vitest";
import { totp } from "../../../kernel/totp.ts";
import { PASSWORD, poolBench, type PoolBench } from "./bench.ts";
import { Visitor } from "./visitor.ts";

const BACK = "http://localhost:3000/in";

async function pages(bench: PoolBench, settings: { secret?: boolean } = {}): Promise<Visitor> {
  const { cognito, UserPoolId, account, yard } = bench;
  const Domain = `pages-${account.account}`;
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }));
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "web",
      GenerateSecret: settings.secret === true,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid"],
      AllowedOAuthFlowsUserPoolClient: true,
      CallbackURLs: [BACK],
    }),
  );
  const query = new URLSearchParams({
    client_id: UserPoolClient?.ClientId ?? "",
    redirect_uri: BACK,
    response_type: "code",
    scope: "openid",
    state: `"><script>alert(1)</script>`,
  });
  return new Visitor(`${yard.origin}/_aws/auth/${Domain}/login?${query.toString()}`).open();
}

test("somebody signs up, confirms the account by the mail, and is signed in", async () => {
  // Goal: the way of a new user, of a client with a secret. Method: every page as its form has it.
  const bench = await poolBench({ AutoVerifiedAttributes: ["email"] });
  const visitor = await pages(bench, { secret: true });
  expect(visitor.html).not.toContain("<script");
  await visitor.follow("Sign up");
  expect([visitor.title, visitor.html]).toEqual(["Sign up", expect.stringContaining("At least 8 characters")]);
  const fields = { username: "ada", "attribute:email": "ada@example.com" };
  await visitor.send("Sign up", { ...fields, password: "short" });
  expect([visitor.status, visitor.html]).toEqual([
    400,
    expect.stringContaining("Password did not conform with policy"),
  ]);
  expect(visitor.html).toContain('value="ada@example.com"');
  await visitor.send("Sign up", { ...fields, password: PASSWORD });
  expect([visitor.title, visitor.html]).toEqual(["Confirm your account", expect.stringContaining("a***@e***")]);
  await visitor.send("Confirm account", { code: "000000x" });
  expect([visitor.status, visitor.title]).toEqual([400, "Confirm your account"]);
  const first = bench.lastCode("ada@example.com");
  await visitor.send("Send another code");
  const second = bench.lastCode("ada@example.com");
  expect([visitor.status, second === first]).toEqual([200, false]);
  await visitor.send("Confirm account", { code: second });
  expect(visitor.location?.searchParams.get("code")).toMatch(/^[0-9a-f-]{36}$/);
  expect(visitor.location?.searchParams.get("state")).toBe(`"><script>alert(1)</script>`);
});

test("somebody who was never confirmed is asked for the code at the next sign-in", async () => {
  // Goal: UserNotConfirmedException on the pages. Method: sign up, leave, sign in with the right password, and with a wrong one.
  const bench = await poolBench({ AutoVerifiedAttributes: ["email"] });
  const visitor = await pages(bench);
  await visitor.follow("Sign up");
  await visitor.send("Sign up", { username: "ada", "attribute:email": "ada@example.com", password: PASSWORD });
  await visitor.open(visitor.url.href.replace("/signup?", "/login?"));
  await visitor.send("Sign in", { username: "ada", password: "Wr0ng-password" });
  expect(visitor.title).toBe("Sign in");
  await visitor.send("Sign in", { username: "ada", password: PASSWORD });
  expect(visitor.title).toBe("Confirm your account");
  await visitor.send("Confirm account", { code: bench.lastCode("ada@example.com") });
  expect(visitor.location?.origin).toBe("http://localhost:3000");
});

test("a forgotten password is replaced with the code of a mail", async () => {
  // Goal: the way back in. Method: a wrong code, the right one, and the sign-in with the new password.
  const bench = await poolBench();
  await bench.user("ada", { email: "ada@example.com", email_verified: "true" });
  const visitor = await pages(bench);
  await visitor.follow("Forgot your password?");
  await visitor.send("Send the code", { username: "ada" });
  expect([visitor.title, visitor.html]).toEqual(["Choose a new password", expect.stringContaining("a***@e***")]);
  const password = "An0ther-password";
  await visitor.send("Change the password", { code: "0000000", password });
  expect([visitor.status, visitor.title]).toEqual([400, "Choose a new password"]);
  await visitor.send("Change the password", { code: bench.lastCode("ada@example.com"), password });
  expect([visitor.title, visitor.html]).toEqual(["Sign in", expect.stringContaining("Your password is changed.")]);
  await visitor.send("Sign in", { username: "ada", password });
  expect(visitor.location?.searchParams.get("code")).not.toBeNull();
});

test("a second factor that is required is set up, and asked for from then on", async () => {
  // Goal: MFA_SETUP and SOFTWARE_TOKEN_MFA on the pages. Method: a pool that requires it, and the key of the page as the app's.
  const { SetUserPoolMfaConfigCommand } = await import("@aws-sdk/client-cognito-identity-provider");
  const bench = await poolBench();
  await bench.user("ada");
  await bench.cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: bench.UserPoolId,
      MfaConfiguration: "ON",
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
  const step = (): number => Math.floor(bench.yard.clock.nowMs() / 30_000);
  const visitor = await pages(bench);
  await visitor.send("Sign in", { username: "ada", password: PASSWORD });
  expect(visitor.title).toBe("Set up an authenticator app");
  const secret = /<code>([A-Z2-7]+)<\/code>/.exec(visitor.html)?.[1] ?? "";
  await visitor.send("Sign in", { code: "000000" });
  expect([visitor.status, visitor.html]).toEqual([400, expect.stringContaining(secret)]);
  await visitor.send("Sign in", { code: totp(secret, step()) });
  expect(visitor.location?.searchParams.get("code")).not.toBeNull();
  await visitor.open();
  await visitor.send("Sign in", { username: "ada", password: PASSWORD });
  expect(visitor.title).toBe("Enter your code");
  await visitor.send("Sign in", { code: "000000" });
  expect([visitor.status, visitor.title]).toEqual([400, "Enter your code"]);
  await visitor.send("Sign in", { code: totp(secret, step() + 1) });
  expect(visitor.location?.searchParams.get("code")).not.toBeNull();
});

test("a form of another site does nothing, and a pool that invites has no sign-up", async () => {
  // Goal: the cookie is asked for on every form, and AllowAdminCreateUserOnly is shown. Method: a form without its cookie.
  const bench = await poolBench({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
  const visitor = await pages(bench);
  expect(visitor.html).not.toContain("Sign up");
  await visitor.open(visitor.url.href.replace("/login?", "/signup?"));
  expect(visitor.status).toBe(403);
  for (const page of ["login", "signup", "confirmUser", "resendcode", "forgotPassword", "confirmForgotPassword"]) {
    const answer = await fetch(visitor.url.href.replace("/signup?", `/${page}?`), {
      method: "POST",
      body: new URLSearchParams({ _csrf: "guess", username: "ada" }),
    });
    expect([page, answer.status]).toEqual([page, 403]);
  }
});

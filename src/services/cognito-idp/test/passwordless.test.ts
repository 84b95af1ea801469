// USER_AUTH: sign-ins by choice, with codes in place of passwords; and codes by e-mail as a second factor.

import {
  AdminCreateUserCommand,
  AdminGetUserAuthFactorsCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  CreateUserPoolCommand,
  GetUserAuthFactorsCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandInput,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { expect, test } from "vitest";
import { PASSWORD, poolBench, type PoolBench } from "./bench.ts";

const FLOWS = ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH"] as const;

async function byCodes(client: object = {}) {
  const bench = await poolBench(
    {
      AutoVerifiedAttributes: ["email"],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP"] } },
    },
    { ExplicitAuthFlows: [...FLOWS], ...client },
  );
  const begin = (parameters: Record<string, string>, Session?: string) =>
    bench.cognito.send(
      new InitiateAuthCommand({
        ClientId: bench.ClientId,
        AuthFlow: "USER_AUTH",
        AuthParameters: parameters,
        ...(Session !== undefined && { Session }),
      }),
    );
  return { ...bench, begin };
}

const answer = (
  { cognito, ClientId }: PoolBench,
  ChallengeName: RespondToAuthChallengeCommandInput["ChallengeName"],
  Session: string | undefined,
  ChallengeResponses: Record<string, string>,
) => cognito.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }));

/** AWS: a code that takes a password's place has eight digits. */
const longCode = (text: string): string => /\b\d{8}\b/.exec(text)?.[0] ?? "";

test("somebody chooses between a password and a code", async () => {
  // Goal: SELECT_CHALLENGE and what follows each answer. AWS: "Authentication flows", choice-based.
  const bench = await byCodes();
  await bench.user("ada", { email: "ada@example.com", email_verified: "true" });
  const choice = await bench.begin({ USERNAME: "ada" });
  expect([choice.ChallengeName, choice.AvailableChallenges]).toEqual([
    "SELECT_CHALLENGE",
    ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"],
  ]);
  await expect(
    answer(bench, "SELECT_CHALLENGE", choice.Session, { USERNAME: "ada", ANSWER: "SMS_OTP" }),
  ).rejects.toMatchObject({ name: "InvalidParameterException" });
  const asked = await answer(bench, "SELECT_CHALLENGE", choice.Session, { USERNAME: "ada", ANSWER: "EMAIL_OTP" });
  expect([asked.ChallengeName, asked.ChallengeParameters]).toMatchObject([
    "EMAIL_OTP",
    { CODE_DELIVERY_DELIVERY_MEDIUM: "EMAIL", CODE_DELIVERY_DESTINATION: "a***@e***" },
  ]);
  await expect(
    answer(bench, "EMAIL_OTP", asked.Session, { USERNAME: "ada", EMAIL_OTP_CODE: "00000000" }),
  ).rejects.toMatchObject({ name: "CodeMismatchException" });
  const code = longCode(bench.lastMail("ada@example.com"));
  const done = await answer(bench, "EMAIL_OTP", asked.Session, { USERNAME: "ada", EMAIL_OTP_CODE: code });
  expect(done.AuthenticationResult?.AccessToken).toBeDefined();
  await expect(
    answer(bench, "EMAIL_OTP", asked.Session, { USERNAME: "ada", EMAIL_OTP_CODE: code }),
  ).rejects.toMatchObject({ name: "NotAuthorizedException" });

  const byPassword = await bench.begin({ USERNAME: "ada" });
  const entered = await answer(bench, "SELECT_CHALLENGE", byPassword.Session, {
    USERNAME: "ada",
    ANSWER: "PASSWORD",
    PASSWORD,
  });
  expect(entered.AuthenticationResult?.AccessToken).toBeDefined();
  const straight = await bench.begin({ USERNAME: "ada", PREFERRED_CHALLENGE: "PASSWORD", PASSWORD });
  expect(straight.AuthenticationResult?.AccessToken).toBeDefined();
  const preferred = await bench.begin({ USERNAME: "ada", PREFERRED_CHALLENGE: "PASSWORD" });
  expect(preferred.ChallengeName).toBe("PASSWORD");
  const later = await answer(bench, "PASSWORD", preferred.Session, { USERNAME: "ada", PASSWORD });
  expect(later.AuthenticationResult?.AccessToken).toBeDefined();
  const srp = await bench.begin({ USERNAME: "ada", PREFERRED_CHALLENGE: "PASSWORD_SRP", SRP_A: "2" });
  expect(srp.ChallengeName).toBe("PASSWORD_VERIFIER");
  const factors = await bench.cognito.send(
    new GetUserAuthFactorsCommand({ AccessToken: done.AuthenticationResult?.AccessToken }),
  );
  expect(factors).toMatchObject({ Username: "ada", ConfiguredUserAuthFactors: ["PASSWORD", "EMAIL_OTP"] });
});

test("somebody without a password signs up and is in", async () => {
  // Goal: the sessions from SignUp over ConfirmSignUp to InitiateAuth, and accounts without passwords. AWS: SignUp, Password; InitiateAuth,
  // Session. Method: the whole way, then the session again, and somebody else's name with it.
  const bench = await byCodes();
  const { cognito, ClientId, UserPoolId } = bench;
  const { Session: signedUp } = await cognito.send(
    new SignUpCommand({ ClientId, Username: "ada", UserAttributes: [{ Name: "email", Value: "ada@example.com" }] }),
  );
  const ConfirmationCode = bench.lastCode("ada@example.com");
  const { Session } = await cognito.send(
    new ConfirmSignUpCommand({ ClientId, Username: "ada", ConfirmationCode, Session: signedUp }),
  );
  await bench.user("bob");
  await expect(bench.begin({ USERNAME: "bob" }, Session)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  const entered = await bench.begin({ USERNAME: "ada" }, Session);
  expect(entered.AuthenticationResult?.AccessToken).toBeDefined();
  await expect(bench.begin({ USERNAME: "ada" }, Session)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  const again = await bench.begin({ USERNAME: "ada", PREFERRED_CHALLENGE: "EMAIL_OTP" });
  expect(again.ChallengeName).toBe("EMAIL_OTP");
  await expect(bench.signIn("ada", "")).rejects.toThrow();
  await expect(bench.signIn("ada", "Any-passw0rd")).rejects.toMatchObject({ name: "NotAuthorizedException" });

  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: "eve",
      UserAttributes: [
        { Name: "email", Value: "eve@example.com" },
        { Name: "email_verified", Value: "true" },
      ],
    }),
  );
  const made = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: "eve" }));
  expect(made.UserStatus).toBe("CONFIRMED");
  const factors = await cognito.send(new AdminGetUserAuthFactorsCommand({ UserPoolId, Username: "eve" }));
  expect(factors.ConfiguredUserAuthFactors).toEqual(["EMAIL_OTP"]);
});

test("nobody learns who is there, and nobody guesses codes", async () => {
  // Goal: PreventUserExistenceErrors in this flow, and the limit of wrong codes. AWS: "Managing error responses".
  const bench = await byCodes({ PreventUserExistenceErrors: "ENABLED" });
  await bench.user("ada", { email: "ada@example.com", email_verified: "true" });
  const strangers = await bench.begin({ USERNAME: "nobody" });
  expect(strangers.AvailableChallenges).toEqual(["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]);
  const asked = await bench.begin({ USERNAME: "nobody", PREFERRED_CHALLENGE: "EMAIL_OTP" });
  expect(asked.ChallengeParameters).toMatchObject({ CODE_DELIVERY_DELIVERY_MEDIUM: "EMAIL" });
  await expect(
    answer(bench, "EMAIL_OTP", asked.Session, { USERNAME: "nobody", EMAIL_OTP_CODE: "00000000" }),
  ).rejects.toMatchObject({ name: "CodeMismatchException" });
  const real = await bench.begin({ USERNAME: "ada", PREFERRED_CHALLENGE: "EMAIL_OTP" });
  const wrong = () => answer(bench, "EMAIL_OTP", real.Session, { USERNAME: "ada", EMAIL_OTP_CODE: "00000000" });
  for (let attempt = 0; attempt < 5; attempt++) await expect(wrong()).rejects.toThrow();
  await expect(wrong()).rejects.toMatchObject({ name: "NotAuthorizedException" });
  // A new code does not help: the user is locked for a while, as after wrong passwords.
  await expect(bench.begin({ USERNAME: "ada", PREFERRED_CHALLENGE: "EMAIL_OTP" })).rejects.toMatchObject({
    message: "Password attempts exceeded",
  });
});

test("a code by e-mail is a second factor", async () => {
  // Goal: EMAIL_OTP after the password. AWS: SetUserPoolMfaConfig, EmailMfaConfiguration; SetUserMFAPreference, EmailMfaSettings.
  const bench = await poolBench();
  const { cognito, ClientId, UserPoolId } = bench;
  const EmailMfaConfiguration = { Message: "Use {####}", Subject: "Sign-in" };
  await cognito.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: "OPTIONAL", EmailMfaConfiguration }),
  );
  const shown = await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
  expect(shown).toMatchObject({ MfaConfiguration: "OPTIONAL", EmailMfaConfiguration });
  await bench.user("ada", { email: "ada@example.com", email_verified: "true" });
  const { AccessToken } = await bench.signIn("ada");
  await cognito.send(
    new SetUserMFAPreferenceCommand({ AccessToken, EmailMfaSettings: { Enabled: true, PreferredMfa: true } }),
  );
  const asked = await cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "ada", PASSWORD },
    }),
  );
  expect(asked.ChallengeName).toBe("EMAIL_OTP");
  expect(bench.lastMail("ada@example.com")).toMatch(/^Use \d{6}$/);
  const EMAIL_OTP_CODE = bench.lastCode("ada@example.com");
  const done = await answer(bench, "EMAIL_OTP", asked.Session, { USERNAME: "ada", EMAIL_OTP_CODE });
  expect(done.AuthenticationResult?.AccessToken).toBeDefined();
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: "ada" }));
  expect([user.PreferredMfaSetting, user.UserMFASettingList]).toEqual(["EMAIL_OTP", ["EMAIL_OTP"]]);
});

test("a pool's first factors make sense", async () => {
  // Goal: what AllowedFirstAuthFactors may say. AWS: SignInPolicyType; "User pool feature plans".
  const { cognito } = await poolBench();
  const make = (factors: string[], UserPoolTier: "LITE" | "ESSENTIALS" = "ESSENTIALS") =>
    cognito.send(
      new CreateUserPoolCommand({
        PoolName: "p",
        UserPoolTier,
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: factors as "PASSWORD"[] } },
      }),
    );
  await expect(make(["EMAIL_OTP"])).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(make(["PASSWORD", "EMAIL_OTP"], "LITE")).rejects.toMatchObject({
    name: "FeatureUnavailableInTierException",
  });
  await expect(make(["PASSWORD", "WEB_AUTHN"])).rejects.toMatchObject({ name: "NotImplemented" });
  await make(["PASSWORD"], "LITE");
});

// Challenges: SRP through AWS's own client, temporary passwords, second factors, custom ones.

import {
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
  type SmsConfigurationType,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { UpdateUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestYard } from "../../../testing/harness.ts";
import { lambdaBench } from "../../lambda/test/bench.ts";
import { totp } from "../../../kernel/totp.ts";
import { PASSWORD, poolBench, type PoolBench } from "./bench.ts";

const policy = (statement: object): string => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.now() }) });
});
afterAll(() => yard.stop());

/** AWS's client, as browsers have it. */
function officialUser({ UserPoolId, ClientId }: PoolBench, Username: string): CognitoUser {
  const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint: yard.origin });
  return new CognitoUser({ Username, Pool });
}

function signInBySrp(
  user: CognitoUser,
  Username: string,
  Password: string,
  next?: string,
): Promise<CognitoUserSession> {
  return new Promise((resolve, reject) => {
    user.authenticateUser(new AuthenticationDetails({ Username, Password }), {
      onSuccess: resolve,
      onFailure: reject,
      newPasswordRequired() {
        user.completeNewPasswordChallenge(next ?? "", {}, { onSuccess: resolve, onFailure: reject });
      },
    });
  });
}

// Goal: AWS's client proves a password that it does not send. AWS: "User pool authentication flow", USER_SRP_AUTH.
test("SRP through amazon-cognito-identity-js", async () => {
  const bench = await poolBench({}, { PreventUserExistenceErrors: "ENABLED" }, yard);
  for (const name of ["ada", "bob", "eve", "ünï"]) await bench.user(name);
  for (const name of ["ada", "bob", "eve", "ünï"]) {
    const session = await signInBySrp(officialUser(bench, name), name, PASSWORD);
    expect(session.getAccessToken().payload["username"]).toBe(name);
    expect(session.isValid()).toBe(true);
  }
  await expect(signInBySrp(officialUser(bench, "ada"), "ada", "Wr0ng-password")).rejects.toMatchObject({
    code: "NotAuthorizedException",
    message: "Incorrect username or password.",
  });
  await expect(signInBySrp(officialUser(bench, "nobody"), "nobody", PASSWORD)).rejects.toMatchObject({
    message: "Incorrect username or password.",
  });
});

// Goal: who is not confirmed learns so, but after the proof. AWS: "User pool authentication flow".
test("SRP tells who is not confirmed after the proof", async () => {
  const bench = await poolBench({}, {}, yard);
  await bench.cognito.send(new SignUpCommand({ ClientId: bench.ClientId, Username: "new", Password: PASSWORD }));
  await expect(signInBySrp(officialUser(bench, "new"), "new", PASSWORD)).rejects.toMatchObject({
    code: "UserNotConfirmedException",
  });
});

// Goal: numbers that would let anybody in are refused (RFC 5054), and a proof is heard once.
test("SRP cannot be tricked", async () => {
  const { cognito, ClientId, user } = await poolBench({}, {}, yard);
  await user("ada");
  for (const SRP_A of ["0", "00", "zz"])
    await expect(
      cognito.send(
        new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters: { USERNAME: "ada", SRP_A } }),
      ),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
  const { ChallengeParameters = {} } = await cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters: { USERNAME: "ada", SRP_A: "2" } }),
  );
  const answer = () =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "PASSWORD_VERIFIER",
        ChallengeResponses: {
          USERNAME: "ada",
          PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters["SECRET_BLOCK"] ?? "",
          PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString("base64"),
          TIMESTAMP: "Sat Jan 1 00:00:00 UTC 2026",
        },
      }),
    );
  await expect(answer()).rejects.toMatchObject({ message: "Incorrect username or password." });
  await expect(answer()).rejects.toMatchObject({ message: "Invalid session for the user." });
});

// Goal: somebody who is not there looks the same at each look, as a user does. AWS: "Managing error responses".
test("SRP does not tell who is there", async () => {
  const { cognito, ClientId, user } = await poolBench(
    { UsernameAttributes: ["email"] },
    { PreventUserExistenceErrors: "ENABLED" },
    yard,
  );
  await user("ada@example.com");
  const look = async (USERNAME: string) => {
    const AuthParameters = { USERNAME, SRP_A: "2" };
    const asked = await cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters }));
    const { SALT, USER_ID_FOR_SRP = "" } = asked.ChallengeParameters ?? {};
    return [SALT, USER_ID_FOR_SRP];
  };
  for (const name of ["ada@example.com", "nobody@example.com"]) {
    const first = await look(name);
    expect(first[1]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await look(name)).toEqual(first);
  }
});

// Goal: sign-ins that nobody ends do not pile up: anybody can begin one.
test("what has expired is forgotten", async () => {
  const { cognito, ClientId, UserPoolId, user, account } = await poolBench({}, {}, yard);
  await user("ada");
  const AuthParameters = { USERNAME: "ada", SRP_A: "2" };
  const begin = () => cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters }));
  const kept = (): number =>
    yard.yard.context.store.read(
      (tx) => [...tx.range({ prefix: ["cognito-idp", account.account, account.region, "session", UserPoolId] })].length,
    );
  for (let index = 0; index < 10; index += 1) await begin();
  expect(kept()).toBe(10);
  await yard.advance(4 * 60_000);
  await begin();
  expect(kept()).toBe(1);
});

// Goal: whoever was invited chooses a password of the own. AWS: AdminCreateUser, NEW_PASSWORD_REQUIRED.
test("a temporary password is changed at the first sign-in, and ends", async () => {
  const bench = await poolBench({}, {}, yard);
  const { cognito, UserPoolId, lastMail } = bench;
  const email = "ada@example.com";
  const create = (MessageAction?: "RESEND") =>
    cognito.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: "ada",
        UserAttributes: [{ Name: "email", Value: email }],
        DesiredDeliveryMediums: ["EMAIL"],
        MessageAction,
      }),
    );
  await create();
  const temporary = () => /password is (.*)\.$/.exec(lastMail(email))?.[1] ?? "";
  const first = temporary();
  await yard.advance(8 * 86_400_000);
  await expect(signInBySrp(officialUser(bench, "ada"), "ada", first, "N3w-password")).rejects.toMatchObject({
    message: "Temporary password has expired and must be reset by an administrator.",
  });
  await create("RESEND");
  const session = await signInBySrp(officialUser(bench, "ada"), "ada", temporary(), "N3w-password");
  expect(session.getIdToken().payload["email"]).toBe(email);
  await bench.signIn("ada", "N3w-password");
});

// Goal: where a second factor is required, the first sign-in sets it up, the next ask for it, and no code works twice.
// AWS: "TOTP software token MFA", MFA_SETUP.
test("a software token is set up and asked for", async () => {
  const { cognito, UserPoolId, ClientId, user } = await poolBench({}, {}, yard);
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration: "ON",
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
  await user("ada");
  const AuthParameters = { USERNAME: "ada", PASSWORD };
  const begin = () =>
    cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
  const code = (secret: string) => totp(secret, Math.floor(yard.clock.nowMs() / 30_000));
  const first = await begin();
  expect(first.ChallengeName).toBe("MFA_SETUP");
  const { SecretCode = "", Session } = await cognito.send(
    new AssociateSoftwareTokenCommand({ Session: first.Session }),
  );
  const wrong = code(SecretCode) === "000000" ? "000001" : "000000";
  const verify = (UserCode: string) => cognito.send(new VerifySoftwareTokenCommand({ Session, UserCode }));
  await expect(verify(wrong)).rejects.toMatchObject({ name: "EnableSoftwareTokenMFAException" });
  const verified = await verify(code(SecretCode));
  const respond = (ChallengeName: "MFA_SETUP" | "SOFTWARE_TOKEN_MFA", session: string | undefined, answer = "") =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session: session,
        ChallengeResponses: { USERNAME: "ada", ...(answer !== "" && { SOFTWARE_TOKEN_MFA_CODE: answer }) },
      }),
    );
  expect((await respond("MFA_SETUP", verified.Session)).AuthenticationResult?.AccessToken).toBeDefined();
  const second = await begin();
  expect(second.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  // The code of the set-up has been used.
  await expect(respond("SOFTWARE_TOKEN_MFA", second.Session, code(SecretCode))).rejects.toMatchObject({
    name: "ExpiredCodeException",
  });
  await yard.advance(30_000);
  const { AuthenticationResult } = await respond("SOFTWARE_TOKEN_MFA", second.Session, code(SecretCode));
  expect(AuthenticationResult?.AccessToken).toBeDefined();
  await expect(respond("SOFTWARE_TOKEN_MFA", second.Session, code(SecretCode))).rejects.toMatchObject({
    message: "Invalid session for the user.",
  });
  const third = await begin();
  await yard.advance(4 * 60_000);
  await expect(respond("SOFTWARE_TOKEN_MFA", third.Session, code(SecretCode))).rejects.toMatchObject({
    message: "Invalid session for the user, session is expired.",
  });
});

// Goal: a user's own choice, by text message. AWS: SMS_MFA, SetUserMFAPreference.
test("a text message is a second factor", async () => {
  const bench = await poolBench({}, {}, yard);
  const { cognito, UserPoolId, ClientId, user, signIn, lastCode } = bench;
  const phone = "+491234567890";
  const iam = bench.account.client(IAMClient);
  const trust = (externalId: string): string =>
    policy({
      Effect: "Allow",
      Principal: { Service: "cognito-idp.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": externalId } },
    });
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "sms", AssumeRolePolicyDocument: trust("another") }),
  );
  const SmsConfiguration = { SnsCallerArn: Role?.Arn, ExternalId: "pool" };
  const configure = () =>
    cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: "OPTIONAL",
        SmsMfaConfiguration: { SmsConfiguration },
      }),
    );
  // AWS: the role has to trust Cognito for the pool's external id, and to let it publish.
  await expect(configure()).rejects.toMatchObject({ name: "InvalidSmsRoleTrustRelationshipException" });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "sms", PolicyDocument: trust("pool") }));
  await configure();
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "sms", PolicyDocument: trust("another") }));
  await user("ada", { phone_number: phone, phone_number_verified: "true" });
  const { AccessToken } = await signIn("ada");
  await cognito.send(
    new SetUserMFAPreferenceCommand({ AccessToken, SMSMfaSettings: { Enabled: true, PreferredMfa: true } }),
  );
  const AuthParameters = { USERNAME: "ada", PASSWORD };
  const ask = () => cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
  await expect(ask()).rejects.toMatchObject({ name: "InvalidSmsRoleTrustRelationshipException" });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "sms", PolicyDocument: trust("pool") }));
  await expect(ask()).rejects.toMatchObject({ name: "InvalidSmsRoleAccessPolicyException" });
  const PolicyDocument = policy({ Effect: "Allow", Action: "sns:Publish", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "sms", PolicyName: "send", PolicyDocument }));
  const asked = await ask();
  expect(asked).toMatchObject({
    ChallengeName: "SMS_MFA",
    ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: "SMS", CODE_DELIVERY_DESTINATION: "+********7890" },
  });
  const { AuthenticationResult } = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: "SMS_MFA",
      Session: asked.Session,
      ChallengeResponses: { USERNAME: "ada", SMS_MFA_CODE: lastCode(phone) },
    }),
  );
  expect(AuthenticationResult?.IdToken).toBeDefined();

  // AWS: SnsRegion: the Region from which messages are sent; the role may be allowed to in that one alone.
  const elsewhere = policy({
    Effect: "Allow",
    Action: "sns:Publish",
    Resource: "*",
    Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
  });
  await iam.send(new PutRolePolicyCommand({ RoleName: "sms", PolicyName: "send", PolicyDocument: elsewhere }));
  await expect(ask()).rejects.toMatchObject({ name: "InvalidSmsRoleAccessPolicyException" });
  const configureTo = (settings: SmsConfigurationType) =>
    cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: "OPTIONAL",
        SmsMfaConfiguration: { SmsConfiguration: settings },
      }),
    );
  await configureTo({ ...SmsConfiguration, SnsRegion: "eu-west-1" });
  expect(await ask()).toMatchObject({ ChallengeName: "SMS_MFA" });
  await expect(configureTo({ ...SmsConfiguration, SnsRegion: "nowhere" })).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  await expect(configureTo({ EumsSms: { CallerArn: Role?.Arn } })).rejects.toMatchObject({
    name: "NotImplemented",
  });
});

// Goal: the pool's functions confirm, change tokens, ask and judge, and stop a sign-up in their own words. AWS: "Lambda triggers".
test("functions take part", async () => {
  const lambda = await lambdaBench(yard);
  const arn = await lambda.create(
    "trigger",
    `export const handler = async (event) => {
      const { triggerSource, request, response } = event;
      if (triggerSource === "PreSignUp_SignUp") {
        if (request.userAttributes.email.endsWith("@evil.example")) throw new Error("Not you");
        Object.assign(response, { autoConfirmUser: true, autoVerifyEmail: true });
      }
      if (triggerSource.startsWith("TokenGeneration"))
        response.claimsOverrideDetails = { claimsToAddOrOverride: { tenant: "blue", sub: "root" }, claimsToSuppress: ["email"] };
      if (triggerSource === "DefineAuthChallenge_Authentication") {
        const last = request.session.at(-1);
        if (last?.challengeResult) response.issueTokens = true;
        else if (last) response.failAuthentication = true;
        else response.challengeName = "CUSTOM_CHALLENGE";
      }
      if (triggerSource === "CreateAuthChallenge_Authentication")
        Object.assign(response, { publicChallengeParameters: { question: "6 * 7" }, privateChallengeParameters: { answer: "42" } });
      if (triggerSource === "VerifyAuthChallengeResponse_Authentication")
        response.answerCorrect = request.challengeAnswer === request.privateChallengeParameters.answer;
      return event;
    };`,
  );
  // In the function's account: a pool calls functions of its own.
  const cognito = lambda.account.client(
    (await import("@aws-sdk/client-cognito-identity-provider")).CognitoIdentityProviderClient,
  );
  const { CreateUserPoolCommand, CreateUserPoolClientCommand, SignUpCommand } =
    await import("@aws-sdk/client-cognito-identity-provider");
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: "pool" }));
  const UserPoolId = UserPool?.Id ?? "";
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "app",
      ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
  );
  const ClientId = UserPoolClient?.ClientId ?? "";
  const names = [
    "PreSignUp",
    "PreTokenGeneration",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
  ];
  const LambdaConfig = Object.fromEntries(names.map((name) => [name, arn]));
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig }));
  const signUp = (Username: string, email: string) =>
    cognito.send(
      new SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes: [{ Name: "email", Value: email }] }),
    );
  await expect(signUp("ada", "ada@example.com")).rejects.toMatchObject({ name: "UnexpectedLambdaException" });
  await lambda.lambda.send(
    new AddPermissionCommand({
      FunctionName: "trigger",
      StatementId: "cognito",
      Action: "lambda:InvokeFunction",
      Principal: "cognito-idp.amazonaws.com",
      SourceArn: UserPool?.Arn,
    }),
  );
  await expect(signUp("eve", "eve@evil.example")).rejects.toMatchObject({
    name: "UserLambdaValidationException",
    message: "PreSignUp failed with error Not you.",
  });
  expect((await signUp("ada", "ada@example.com")).UserConfirmed).toBe(true);
  const begin = () =>
    cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: "CUSTOM_AUTH", AuthParameters: { USERNAME: "ada" } }));
  const answer = (Session: string | undefined, ANSWER: string) =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "CUSTOM_CHALLENGE",
        Session,
        ChallengeResponses: { USERNAME: "ada", ANSWER },
      }),
    );
  const asked = await begin();
  expect(asked).toMatchObject({ ChallengeName: "CUSTOM_CHALLENGE", ChallengeParameters: { question: "6 * 7" } });
  await expect(answer(asked.Session, "41")).rejects.toMatchObject({ name: "NotAuthorizedException" });
  const { AuthenticationResult } = await answer((await begin()).Session, "42");
  const claims = JSON.parse(
    Buffer.from(AuthenticationResult?.IdToken?.split(".")[1] ?? "", "base64url").toString(),
  ) as Record<string, unknown>;
  expect(claims["tenant"]).toBe("blue");
  expect(claims["email"]).toBeUndefined();
  expect(claims["sub"]).not.toBe("root");
});

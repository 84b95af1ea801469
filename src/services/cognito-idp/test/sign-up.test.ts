// From sign-up to sign-in as applications do it, unsigned, with the codes that the inbox keeps.

import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { expect, test } from "vitest";
import { PASSWORD, poolBench } from "./bench.ts";

const MAIL = "ada@example.com";
const byMail = { UsernameAttributes: ["email" as const], AutoVerifiedAttributes: ["email" as const] };

// Goal: the way of every application: sign up, confirm by the mail's code, sign in, read oneself. AWS: "Signing up and confirming user accounts".
test("signs up by mail, and nobody needs credentials", async () => {
  const { yard, account, ClientId, UserPoolId, cognito, lastCode, lastMail, signIn } = await poolBench(byMail);
  // An application has no AWS credentials: the SDK does not sign these operations.
  const app = new CognitoIdentityProviderClient({ endpoint: yard.origin, region: account.region, maxAttempts: 1 });
  const signUp = () => app.send(new SignUpCommand({ ClientId, Username: MAIL, Password: PASSWORD }));
  const first = await signUp();
  expect(first).toMatchObject({
    UserConfirmed: false,
    CodeDeliveryDetails: { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" },
  });
  await expect(signUp()).rejects.toMatchObject({ name: "UsernameExistsException" });
  await expect(signIn(MAIL)).rejects.toMatchObject({
    name: "UserNotConfirmedException",
    message: "User is not confirmed.",
  });
  expect(lastMail(MAIL)).toMatch(/^Your confirmation code is \d{6}$/);
  const old = lastCode(MAIL);
  await app.send(new ResendConfirmationCodeCommand({ ClientId, Username: MAIL }));
  const confirm = (ConfirmationCode: string) =>
    app.send(new ConfirmSignUpCommand({ ClientId, Username: MAIL, ConfirmationCode }));
  const wrong = lastCode(MAIL) === "000000" ? "000001" : "000000";
  await expect(confirm(wrong)).rejects.toMatchObject({ name: "CodeMismatchException" });
  if (old !== lastCode(MAIL)) await expect(confirm(old)).rejects.toMatchObject({ name: "CodeMismatchException" });
  await confirm(lastCode(MAIL));
  await expect(confirm(lastCode(MAIL))).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: "User cannot be confirmed. Current status is CONFIRMED",
  });
  const { AccessToken } = await signIn(MAIL);
  const me = await app.send(new GetUserCommand({ AccessToken }));
  expect(me.Username).toBe(first.UserSub);
  expect(me.UserAttributes).toContainEqual({ Name: "email_verified", Value: "true" });
  const seen = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: MAIL }));
  expect([seen.Username, seen.UserStatus]).toEqual([first.UserSub, "CONFIRMED"]);
  await app.send(new DeleteUserCommand({ AccessToken }));
  await expect(app.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({ name: "UserNotFoundException" });
  await signUp();
  // The name of somebody who is gone does not bring the old tokens back.
  await confirm(lastCode(MAIL));
  await expect(app.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({ name: "UserNotFoundException" });
});

// Goal: six guesses at a code are not heard. AWS: TooManyFailedAttemptsException.
test("codes cannot be guessed", async () => {
  const { cognito, ClientId, lastCode } = await poolBench(byMail);
  await cognito.send(new SignUpCommand({ ClientId, Username: MAIL, Password: PASSWORD }));
  const right = lastCode(MAIL);
  const wrong = right === "000000" ? "000001" : "000000";
  const confirm = (ConfirmationCode: string) =>
    cognito.send(new ConfirmSignUpCommand({ ClientId, Username: MAIL, ConfirmationCode }));
  for (let attempt = 0; attempt < 5; attempt += 1)
    await expect(confirm(wrong)).rejects.toMatchObject({ name: "CodeMismatchException" });
  await expect(confirm(right)).rejects.toMatchObject({ name: "TooManyFailedAttemptsException" });
});

// Goal: a forgotten password is set anew with a code, and the old one is over. AWS: ForgotPassword, ConfirmForgotPassword.
test("sets a forgotten password anew", async () => {
  const { cognito, ClientId, user, signIn, lastCode } = await poolBench(byMail, {
    PreventUserExistenceErrors: "ENABLED",
  });
  await user(MAIL, { email: MAIL, email_verified: "true" });
  await cognito.send(new ForgotPasswordCommand({ ClientId, Username: MAIL }));
  const confirm = (Username: string, Password: string) =>
    cognito.send(new ConfirmForgotPasswordCommand({ ClientId, Username, Password, ConfirmationCode: lastCode(MAIL) }));
  await expect(confirm(MAIL, "short")).rejects.toMatchObject({
    name: "InvalidPasswordException",
    message: "Password did not conform with policy: Password not long enough",
  });
  await confirm(MAIL, "N3w-password");
  await expect(signIn(MAIL)).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: "Incorrect username or password.",
  });
  const { AccessToken } = await signIn(MAIL, "N3w-password");
  // Who is not there cannot be told from who is.
  const nobody = "nobody@example.com";
  await expect(confirm(nobody, PASSWORD)).rejects.toMatchObject({ name: "ExpiredCodeException" });
  const { CodeDeliveryDetails } = await cognito.send(new ForgotPasswordCommand({ ClientId, Username: nobody }));
  expect(CodeDeliveryDetails?.Destination).toBe("n***@e***");
  for (let attempt = 0; attempt < 5; attempt += 1)
    await expect(confirm(nobody, PASSWORD)).rejects.toMatchObject({ name: "CodeMismatchException" });
  await expect(confirm(nobody, PASSWORD)).rejects.toMatchObject({ name: "TooManyFailedAttemptsException" });
  await expect(signIn(nobody)).rejects.toMatchObject({ message: "Incorrect username or password." });
  const change = (PreviousPassword: string) =>
    cognito.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: PASSWORD }));
  await expect(change("Wr0ng-password")).rejects.toMatchObject({ name: "NotAuthorizedException" });
  await change("N3w-password");
  await signIn(MAIL);
});

// Goal: a new address counts when it is verified, and no address is two users' alias. AWS: UpdateUserAttributes, AliasExistsException.
test("verifies a new address", async () => {
  const { cognito, user, signIn, lastCode } = await poolBench({
    AliasAttributes: ["email"],
    AutoVerifiedAttributes: ["email"],
  });
  await user("ada", { email: MAIL, email_verified: "true" });
  await user("bob");
  await signIn(MAIL);
  const { AccessToken } = await signIn("bob");
  const set = (Value: string) =>
    cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: "email", Value }] }));
  const verify = (Code: string) =>
    cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code }));
  await set(MAIL);
  await expect(verify(lastCode(MAIL))).rejects.toMatchObject({ name: "AliasExistsException" });
  await set("bob@example.com");
  await expect(signIn("bob@example.com")).rejects.toMatchObject({ name: "UserNotFoundException" });
  await verify(lastCode("bob@example.com"));
  await signIn("bob@example.com");
});

// Goal: guessing a password takes longer and longer. AWS: "Lockout behavior for failed sign-in attempts".
test("locks out who guesses", async () => {
  const { user, signIn, cognito, ClientId } = await poolBench();
  await user("ada");
  for (let attempt = 0; attempt < 5; attempt += 1)
    await expect(signIn("ada", "Wr0ng-password")).rejects.toMatchObject({ message: "Incorrect username or password." });
  await expect(signIn("ada")).rejects.toMatchObject({ message: "Password attempts exceeded" });
  await expect(
    cognito.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: "ada" } }),
    ),
  ).rejects.toMatchObject({ name: "InvalidParameterException", message: "Missing required parameter PASSWORD" });
});

// Goal: many guesses at the same time are as many guesses, of passwords and of codes.
test("guesses at the same time are counted one by one", async () => {
  const { user, signIn, cognito, lastCode } = await poolBench({ AutoVerifiedAttributes: ["email"] });
  await user("ada", { email: "old@example.com", email_verified: "true" });
  const { AccessToken } = await signIn("ada");
  const UserAttributes = [{ Name: "email", Value: MAIL }];
  await cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  const wrong = lastCode(MAIL) === "000000" ? "000001" : "000000";
  const outcomesOf = async (guess: () => Promise<unknown>): Promise<string[]> => {
    const settled = await Promise.allSettled(Array.from({ length: 12 }, guess));
    return settled.map((one) => (one.status === "rejected" ? (one.reason as Error).message : "in")).toSorted();
  };
  const verify = () =>
    cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code: wrong }));
  expect(await outcomesOf(verify)).toEqual([
    ...Array.from({ length: 7 }, () => "Attempt limit exceeded, please try after some time."),
    ...Array.from({ length: 5 }, () => "Invalid verification code provided, please try again."),
  ]);
  expect(await outcomesOf(() => signIn("ada", "Wr0ng-password"))).toEqual([
    ...Array.from({ length: 5 }, () => "Incorrect username or password."),
    ...Array.from({ length: 7 }, () => "Password attempts exceeded"),
  ]);
});

// Goal: DescribeUserPool knows how many users there are without looking at each. AWS: EstimatedNumberOfUsers.
test("users are counted as they come and go", async () => {
  const { cognito, UserPoolId, user } = await poolBench();
  const count = async () =>
    (await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.EstimatedNumberOfUsers;
  await user("ada", { email: "ada@example.com" });
  await user("bob");
  expect(await count()).toBe(2);
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: "ada" }));
  expect(await count()).toBe(1);
});

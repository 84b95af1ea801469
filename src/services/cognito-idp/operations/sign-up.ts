// SignUp: makes an account for whoever asks.

import type { SignUpCommandInput, SignUpCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findClient } from "../pools.ts";
import { readAttributes, requireAll } from "../attributes.ts";
import { openSession } from "../auth/sessions.ts";
import { requireSecretHash } from "../auth/sign-in.ts";
import { allowsUserAuth, SIGN_UP } from "../auth/sign-up-sessions.ts";
import { notAuthorized, usernameExists } from "../errors.ts";
import type { UserRecord } from "../records.ts";
import { callTrigger } from "../triggers.ts";
import { sendCode } from "../users/codes.ts";
import { confirm, markVerified, verificationTarget } from "../users/confirmation.ts";
import { newUser } from "../users/new-user.ts";
import { isPasswordless, keepPassword, requirePassword } from "../users/passwords.ts";
import { findUser, putUser, shownAttributes } from "../users/users.ts";

export const signUp = defineOperation<Input<SignUpCommandInput>, SignUpCommandOutput>(
  "SignUp",
  async (input, context) => {
    const { ClientId, Username, Password, UserAttributes = [], ClientMetadata } = input;
    const signUpClient = findClient(context, ClientId);
    const { scope, pool, client } = signUpClient;
    requireSecretHash(signUpClient, Username, input.SecretHash);
    if (pool.settings.AdminCreateUserConfig.AllowAdminCreateUserOnly === true)
      throw notAuthorized("SignUp is not permitted for this user pool");
    // AWS: "Passwordless sign-in": who can sign in with a code needs no password.
    const hasPassword = !isPasswordless(pool) || (Password ?? "") !== "";
    if (hasPassword) requirePassword(pool, Password ?? "");
    const writable = client.settings.WriteAttributes;
    const attributes = readAttributes(pool.schema, UserAttributes, { isNew: true, writable });
    const draft = newUser(context, pool, Username, attributes);
    requireAll(pool.schema, draft.attributes);
    const taken = (): Error =>
      usernameExists(
        pool.settings.UsernameAttributes === undefined ? undefined : "An account with the given email already exists.",
      );
    if (context.store.read((tx) => findUser(tx, scope, pool, Username)) !== undefined) throw taken();
    const call = { clientId: ClientId, clientMetadata: ClientMetadata };
    const verdict = await callTrigger(
      context,
      { scope, pool },
      {
        name: "PreSignUp",
        source: "PreSignUp_SignUp",
        clientId: ClientId,
        username: draft.username,
        request: {
          userAttributes: shownAttributes(draft),
          validationData: Object.fromEntries((input.ValidationData ?? []).map(({ Name, Value }) => [Name, Value])),
          clientMetadata: ClientMetadata,
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
    );
    const verified = [
      ...(verdict?.["autoVerifyEmail"] === true ? ["email"] : []),
      ...(verdict?.["autoVerifyPhone"] === true ? ["phone_number"] : []),
    ];
    const user: UserRecord = {
      ...draft,
      attributes: { ...draft.attributes, ...markVerified(draft.attributes, verified) },
      ...(hasPassword && { password: keepPassword(context.random, pool, draft.username, Password ?? "") }),
    };
    context.store.write((tx) => {
      if (findUser(tx, scope, pool, Username) !== undefined) throw taken();
      putUser(tx, scope, pool, user, undefined);
    });
    const located = { scope, pool, user };
    if (verdict?.["autoConfirmUser"] === true) {
      await confirm(context, located, { verified: [], source: "PostConfirmation_ConfirmSignUp", ...call });
      return { UserConfirmed: true, UserSub: user.sub };
    }
    const signIn = { ...signUpClient, clientMetadata: ClientMetadata, isAdmin: false };
    const session = allowsUserAuth(client) ? { Session: openSession(context, signIn, user.username, SIGN_UP) } : {};
    const target = verificationTarget(pool, user);
    if (target === undefined) return { UserConfirmed: false, UserSub: user.sub, ...session };
    const CodeDeliveryDetails = await sendCode(context, located, {
      ...target,
      purpose: "sign-up",
      kind: "SignUp",
      ...call,
    });
    return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails, ...session };
  },
);

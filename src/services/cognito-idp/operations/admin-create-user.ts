// AdminCreateUser: makes a user with a temporary password, and invites the user.

import type {
  AdminCreateUserCommandInput,
  AdminCreateUserCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import type { ReadTx } from "../../../store/store.ts";
import { readAttributes, requireAll } from "../attributes.ts";
import { invalidParameter, unsupportedUserState, usernameExists } from "../errors.ts";
import { requirePool } from "../pools.ts";
import type { UserRecord } from "../records.ts";
import { callTrigger } from "../triggers.ts";
import { requireAlias } from "../users/force-alias.ts";
import { invite } from "../users/invitation.ts";
import { newUser } from "../users/new-user.ts";
import { isPasswordless, keepPassword, requirePassword, temporaryPassword } from "../users/passwords.ts";
import { describeUser, findUser, putUser, requireUser, shownAttributes, updateUser } from "../users/users.ts";

export const adminCreateUser = defineOperation<Input<AdminCreateUserCommandInput>, AdminCreateUserCommandOutput>(
  "AdminCreateUser",
  async (input, context) => {
    const { UserPoolId, Username, UserAttributes = [], TemporaryPassword, MessageAction, ClientMetadata } = input;
    const pool = context.store.read((tx) => requirePool(tx, context, UserPoolId));
    const password = TemporaryPassword ?? temporaryPassword(context.random, pool);
    if (TemporaryPassword !== undefined) requirePassword(pool, TemporaryPassword);
    const days = pool.settings.Policies.PasswordPolicy.TemporaryPasswordValidityDays ?? 7;
    const temporaryUntilMs = context.clock.nowMs() + days * 86_400_000;
    const located = { scope: context, pool };
    const media = input.DesiredDeliveryMediums ?? ["SMS"];
    if (MessageAction === "RESEND") {
      const user = context.store.read((tx) => requireUser(tx, context, pool, Username));
      if (user.status !== "FORCE_CHANGE_PASSWORD")
        throw unsupportedUserState("Resend not possible. User does not exist or is in a state that does not allow it.");
      const renewed = updateUser(context, { ...located, user }, (current) => ({
        ...current,
        password: keepPassword(context.random, pool, current.username, password),
        temporaryUntilMs,
      }));
      await invite(context, { ...located, user: renewed }, password, media, ClientMetadata);
      return { User: describeUser(renewed) };
    }
    const attributes = readAttributes(pool.schema, UserAttributes, { isNew: true });
    const draft = newUser(context, pool, Username, attributes);
    requireAll(pool.schema, draft.attributes);
    await callTrigger(context, located, {
      name: "PreSignUp",
      source: "PreSignUp_AdminCreateUser",
      username: draft.username,
      request: {
        userAttributes: shownAttributes(draft),
        validationData: Object.fromEntries((input.ValidationData ?? []).map(({ Name, Value }) => [Name, Value])),
        clientMetadata: ClientMetadata,
      },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    });
    // AWS: AdminCreateUser, TemporaryPassword: nobody is given one who can sign in with a code.
    const hasPassword = TemporaryPassword !== undefined || !isPasswordless(pool);
    const user: UserRecord = hasPassword
      ? {
          ...draft,
          status: "FORCE_CHANGE_PASSWORD",
          password: keepPassword(context.random, pool, draft.username, password),
          temporaryUntilMs,
        }
      : { ...draft, status: "CONFIRMED" };
    if (MessageAction !== undefined && MessageAction !== "SUPPRESS") throw invalidParameter("Invalid message action.");
    const requireFree = (tx: ReadTx): void => {
      if (findUser(tx, context, pool, Username) !== undefined)
        throw usernameExists(
          pool.settings.UsernameAttributes === undefined
            ? "User account already exists"
            : "An account with the given email already exists.",
        );
    };
    context.store.read(requireFree);
    // AWS: AdminCreateUser: ForceAliasCreation moves an alias only where the new user has it verified.
    requireAlias(context, { ...located, user }, input.ForceAliasCreation === true)();
    context.store.write((tx) => {
      requireFree(tx);
      putUser(tx, context, pool, user, undefined);
    });
    if (MessageAction !== "SUPPRESS" && hasPassword)
      await invite(context, { ...located, user }, password, media, ClientMetadata);
    return { User: describeUser(user) };
  },
);

// Users who come from elsewhere when they first sign in. AWS: "Migrate user Lambda trigger".

import type { YardContext } from "../../../service/context.ts";
import type { UserRecord } from "../records.ts";
import { asRecord, callTrigger } from "../triggers.ts";
import { newUser } from "../users/new-user.ts";
import { keepPassword } from "../users/passwords.ts";
import { putUser } from "../users/users.ts";
import type { SignIn } from "./sign-in.ts";

/** The user whom the pool's function knows with this password; undefined if it knows none, or if there is no such function. */
export async function migrate(
  yard: YardContext,
  signIn: SignIn,
  username: string,
  password: string,
): Promise<UserRecord | undefined> {
  const { scope, pool, client } = signIn;
  const response = await callTrigger(yard, signIn, {
    name: "UserMigration",
    source: "UserMigration_Authentication",
    clientId: client.clientId,
    username,
    request: { password, validationData: null, clientMetadata: signIn.clientMetadata ?? null },
    response: { userAttributes: null, finalUserStatus: null, messageAction: null },
  });
  const attributes = asRecord(response?.["userAttributes"]);
  if (attributes === undefined) return undefined;
  const isFinal = response?.["finalUserStatus"] === "CONFIRMED";
  const texts = Object.entries(attributes).flatMap(([name, value]) =>
    name === "username" || name === "sub" ? [] : [[name, String(value)] as const],
  );
  const user: UserRecord = {
    ...newUser(yard, pool, username, Object.fromEntries(texts)),
    status: isFinal ? "CONFIRMED" : "RESET_REQUIRED",
  };
  const kept = { ...user, password: keepPassword(yard.random, pool, user.username, password) };
  yard.store.write((tx) => putUser(tx, scope, pool, kept, undefined));
  return kept;
}

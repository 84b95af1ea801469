// Confirming users, and telling the pool's function.

import type { YardContext } from "../../../service/context.ts";
import { notAuthorized } from "../errors.ts";
import type { PoolRecord, UserRecord } from "../records.ts";
import { callTrigger } from "../triggers.ts";
import type { Medium } from "./codes.ts";
import { type Located, shownAttributes, updateUser } from "./users.ts";

/** Makes a user one that may sign in, with some attributes verified. */
export async function confirm(
  yard: YardContext,
  located: Located,
  {
    verified,
    source,
    ...call
  }: {
    readonly verified: readonly string[];
    readonly source: "PostConfirmation_ConfirmSignUp" | "PostConfirmation_ConfirmForgotPassword";
    readonly clientId?: string | undefined;
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  },
): Promise<UserRecord> {
  const { status } = located.user;
  if (source === "PostConfirmation_ConfirmSignUp" && status !== "UNCONFIRMED")
    throw notAuthorized(`User cannot be confirmed. Current status is ${status}`);
  const user = updateUser(yard, located, (current) => ({
    ...current,
    status: "CONFIRMED",
    attributes: { ...current.attributes, ...markVerified(current.attributes, verified) },
  }));
  await callTrigger(yard, located, {
    name: "PostConfirmation",
    source,
    clientId: call.clientId,
    username: user.username,
    request: { userAttributes: shownAttributes(user), clientMetadata: call.clientMetadata },
    response: {},
  });
  return user;
}

/** The attributes that say that others are verified. */
export function markVerified(
  attributes: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (attributes[name] === undefined ? [] : [[`${name}_verified`, "true"] as const])),
  );
}

/** Where the code of a sign-up goes. AWS: the telephone where both are to be verified; undefined where nothing is. */
export function verificationTarget(
  { settings }: PoolRecord,
  { attributes }: UserRecord,
): { readonly medium: Medium; readonly destination: string; readonly attribute: string } | undefined {
  for (const attribute of ["phone_number", "email"] as const) {
    const destination = attributes[attribute];
    if (settings.AutoVerifiedAttributes?.includes(attribute) === true && destination !== undefined)
      return { medium: attribute === "email" ? "EMAIL" : "SMS", destination, attribute };
  }
  return undefined;
}

/** Where a forgotten password's code goes. AWS: AccountRecoverySetting: the first that is verified. */
export function recoveryTarget(
  { settings }: PoolRecord,
  { attributes }: UserRecord,
): { readonly medium: Medium; readonly destination: string; readonly attribute: string } | undefined {
  const mechanisms = (settings.AccountRecoverySetting?.RecoveryMechanisms ?? []).toSorted(
    (one, other) => (one.Priority ?? 0) - (other.Priority ?? 0),
  );
  const wanted =
    mechanisms.length === 0 ? ["verified_phone_number", "verified_email"] : mechanisms.map(({ Name }) => Name);
  for (const mechanism of wanted) {
    const attribute = String(mechanism).replace("verified_", "");
    const destination = attributes[attribute];
    if (attributes[`${attribute}_verified`] === "true" && destination !== undefined)
      return { medium: attribute === "email" ? "EMAIL" : "SMS", destination, attribute };
  }
  return undefined;
}

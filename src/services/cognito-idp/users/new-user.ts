// New users: the name that they get, and what they begin with.

import type { YardContext } from "../../../service/context.ts";
import { invalidParameter } from "../errors.ts";
import type { PoolRecord, UserRecord } from "../records.ts";
import { foldName } from "./users.ts";

/**
 * A user who is not kept yet. AWS: "Customizing sign-in attributes": where an address or a number takes the username's place, the
 * username is the sub, and an alias cannot look like a username.
 */
export function newUser(
  yard: Pick<YardContext, "clock" | "random">,
  pool: PoolRecord,
  name: string,
  attributes: Readonly<Record<string, string>>,
): UserRecord {
  const sub = yard.random.uuid();
  const nowMs = yard.clock.nowMs();
  const { UsernameAttributes, AliasAttributes } = pool.settings;
  const isMail = /^[^\s@]+@[^\s@]+$/.test(name);
  const isPhone = /^\+\d{4,15}$/.test(name);
  if (UsernameAttributes !== undefined && UsernameAttributes.length > 0) {
    const kind =
      isMail && UsernameAttributes.includes("email")
        ? "email"
        : isPhone && UsernameAttributes.includes("phone_number")
          ? "phone_number"
          : undefined;
    if (kind === undefined)
      throw invalidParameter(
        `Username should be ${UsernameAttributes.includes("email") ? "an email" : "a phone number"}${UsernameAttributes.length > 1 ? " or a phone number" : ""}.`,
      );
    return { ...blank(sub, nowMs), username: sub, attributes: { ...attributes, [kind]: name } };
  }
  if (AliasAttributes?.includes("email") === true && isMail)
    throw invalidParameter("Username cannot be of email format, since user pool is configured for email alias.");
  if (AliasAttributes?.includes("phone_number") === true && isPhone)
    throw invalidParameter(
      "Username cannot be of phone number format, since user pool is configured for phone number alias.",
    );
  return { ...blank(sub, nowMs), username: foldName(pool, name), attributes };
}

function blank(sub: string, nowMs: number): Omit<UserRecord, "username" | "attributes"> {
  return {
    v: 1,
    sub,
    status: "UNCONFIRMED",
    isEnabled: true,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    codes: {},
    factors: [],
  };
}

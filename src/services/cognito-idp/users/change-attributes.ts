// Changing a user's attributes: a new address or number is not verified any more, and may have to be before it counts.

import type { AttributeType, CodeDeliveryDetailsType } from "@aws-sdk/client-cognito-identity-provider";
import type { YardContext } from "../../../service/context.ts";
import { readAttributes } from "../attributes.ts";
import { sendCode } from "./codes.ts";
import { type Located, updateUser } from "./users.ts";

const CONTACTS = ["email", "phone_number"] as const;

/** Changes attributes as a user does it; says where codes went. AWS: UpdateUserAttributes. */
export async function changeAttributes(
  yard: YardContext,
  located: Located,
  given: readonly AttributeType[],
  call: {
    readonly isAdmin: boolean;
    readonly writable?: readonly string[] | undefined;
    readonly clientId?: string | undefined;
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  },
): Promise<CodeDeliveryDetailsType[]> {
  const { pool } = located;
  const attributes = readAttributes(pool.schema, given, { isNew: false, writable: call.writable });
  const kept = pool.settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  const changed = CONTACTS.filter(
    (name) => attributes[name] !== undefined && attributes[name] !== located.user.attributes[name],
  );
  const isSaidVerified = (name: string): boolean => call.isAdmin && attributes[`${name}_verified`] === "true";
  const waiting = changed.filter((name) => kept.includes(name) && !isSaidVerified(name));
  const user = updateUser(yard, located, (current) => {
    const now = Object.fromEntries(
      Object.entries(attributes).filter(([name]) => !waiting.some((each) => each === name)),
    );
    const unverified = changed.flatMap((name) =>
      waiting.includes(name) || isSaidVerified(name) ? [] : [[`${name}_verified`, "false"] as const],
    );
    const later = Object.fromEntries(waiting.map((name) => [name, attributes[name] ?? ""]));
    return {
      ...current,
      attributes: { ...current.attributes, ...now, ...Object.fromEntries(unverified) },
      ...(waiting.length > 0 && { pendingAttributes: { ...current.pendingAttributes, ...later } }),
    };
  });
  const details: CodeDeliveryDetailsType[] = [];
  for (const name of changed) {
    const isAsked = waiting.includes(name) || pool.settings.AutoVerifiedAttributes?.includes(name) === true;
    if (!isAsked || isSaidVerified(name)) continue;
    details.push(
      await sendCode(
        yard,
        { ...located, user },
        {
          purpose: `attribute:${name}`,
          kind: "UpdateUserAttribute",
          medium: name === "email" ? "EMAIL" : "SMS",
          destination: attributes[name] ?? "",
          clientId: call.clientId,
          clientMetadata: call.clientMetadata,
        },
      ),
    );
  }
  return details;
}

/** Takes attributes away. AWS: those that the pool requires stay. */
export function deleteAttributes(yard: YardContext, located: Located, names: readonly string[]): void {
  updateUser(yard, located, (user) => {
    const gone = new Set(names.flatMap((name) => [name, `${name}_verified`]));
    const left = Object.entries(user.attributes).filter(([name]) => !gone.has(name));
    return { ...user, attributes: Object.fromEntries(left) };
  });
}

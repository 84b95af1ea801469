// The secrets of clients: up to two at a time, so that one can take the other's place. Pure.
// AWS: AddUserPoolClientSecret.

import { timingSafeEqual } from "node:crypto";
import type { ClientSecretDescriptorType } from "@aws-sdk/client-cognito-identity-provider";
import type { ClientRecord } from "./records.ts";

/** LIMIT: AWS: AddUserPoolClientSecret: "Supports up to 2 active secrets per app client". */
export const MOST_SECRETS = 2;

export interface ClientSecret {
  readonly id: string;
  readonly value: string;
  readonly createdAtMs: number;
}

/** A client's secrets, the older one first; none of a client without. */
export function secretsOf(client: ClientRecord): readonly ClientSecret[] {
  const { clientId, secret, secretCreatedAtMs = client.createdAtMs, nextSecret } = client;
  const kept = [
    ...(secret === undefined ? [] : [{ value: secret, createdAtMs: secretCreatedAtMs }]),
    ...(nextSecret === undefined ? [] : [nextSecret]),
  ];
  // AWS: ClientSecretDescriptorType: the client's id and the time at which the secret was made.
  return kept.map((each) => ({ id: `${clientId}--${each.createdAtMs}`, ...each }));
}

/** Whether a client without a secret, or one of its secrets, is meant. */
export function isSecretOf(client: ClientRecord, given: string | undefined): boolean {
  const secrets = secretsOf(client);
  const actual = Buffer.from(given ?? "");
  return (
    secrets.length === 0 ||
    secrets.some(({ value }) => {
      const expected = Buffer.from(value);
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    })
  );
}

/** The client with these secrets. */
export function withSecrets(
  client: ClientRecord,
  [first, second]: readonly Pick<ClientSecret, "value" | "createdAtMs">[],
): ClientRecord {
  const { secret: _, secretCreatedAtMs: _at, nextSecret: _next, ...rest } = client;
  return {
    ...rest,
    ...(first !== undefined && { secret: first.value, secretCreatedAtMs: first.createdAtMs }),
    ...(second !== undefined && { nextSecret: { value: second.value, createdAtMs: second.createdAtMs } }),
  };
}

/** A secret as answers have it: its value only where it has just been made up. */
export function describeSecret({ id, createdAtMs }: ClientSecret, value?: string): ClientSecretDescriptorType {
  return {
    ClientSecretId: id,
    ...(value !== undefined && { ClientSecretValue: value }),
    ClientSecretCreateDate: new Date(createdAtMs),
  };
}

// What a provider said of somebody, as attributes of the pool. Pure. AWS: "Specifying identity provider attribute mappings".

import type { AttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { readAttributes } from "../attributes.ts";
import { invalidParameter } from "../errors.ts";
import type { ClientRecord, PoolRecord, ProviderRecord, UserRecord } from "../records.ts";
import type { Statement } from "./exchange.ts";

type Json = Readonly<Record<string, unknown>>;

/** What a provider said, by the names of claims; its tokens can be mapped as well. */
export function claimsOf({ tokens, idToken, userInfo }: Statement): Json {
  const { access_token: accessToken, id_token: token } = tokens;
  return {
    ...(accessToken !== undefined && { access_token: accessToken }),
    ...(token !== undefined && { id_token: token }),
    ...idToken,
    ...userInfo,
  };
}

/**
 * The attributes that a sign-in sets; throws InvalidParameterException for values that the schema does not take, and for attributes that
 * the client may not write. A claim that is not there changes nothing.
 */
export function mapAttributes(
  pool: PoolRecord,
  client: ClientRecord,
  { attributeMapping }: ProviderRecord,
  claims: Json,
  present: UserRecord | undefined,
): Readonly<Record<string, string>> {
  const given = Object.entries(attributeMapping).flatMap(([Name, claim]): AttributeType[] => {
    const Value = textOf(claims[claim]);
    // The account's name is not an attribute. What stays as it is needs no leave.
    const isSame = present !== undefined && present.attributes[Name] === Value;
    return Name === "username" || Value === undefined || isSame ? [] : [{ Name, Value }];
  });
  // AWS: that an address is verified is the provider's to say, and no client's to write.
  const isSaid = ({ Name = "" }: AttributeType): boolean => Name.endsWith("_verified");
  const { WriteAttributes: writable } = client.settings;
  const isNew = present === undefined;
  return {
    ...readAttributes(
      pool.schema,
      given.filter((attribute) => !isSaid(attribute)),
      { isNew, writable },
    ),
    ...readAttributes(pool.schema, given.filter(isSaid), { isNew }),
  };
}

/** Throws unless a new user has all that the pool requires, in the words that applications look for. */
export function requireMapped({ schema }: PoolRecord, attributes: Readonly<Record<string, string>>): void {
  const missing = schema.flatMap(({ Name = "", Required }) =>
    Required === true && Name !== "sub" && attributes[Name] === undefined ? [Name] : [],
  );
  if (missing.length > 0) throw invalidParameter(`attributes required: [${missing.join(", ")}]`);
}

/** A claim as an attribute has it. LIMIT: AWS: an attribute has 2,048 characters at most; what is longer is cut off. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 2048);
}

// Identity providers of a pool: finding them, and how answers show them.

import type { IdentityProviderType } from "@aws-sdk/client-cognito-identity-provider";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { invalidParameter, resourceNotFound } from "../errors.ts";
import { requirePool } from "../pools.ts";
import type { ClientRecord, PoolRecord, ProviderRecord, ProviderType } from "../records.ts";
import { subjectOf } from "./details.ts";
import { listProviders, loadProvider } from "./repo.ts";

/** The pool's own users, among the providers of a client. */
export const OWN_USERS = "COGNITO";

/** A provider of a pool; throws ResourceNotFoundException. */
export function requireProvider(tx: ReadTx, scope: Scope, poolId: string, name: string): ProviderRecord {
  requirePool(tx, scope, poolId);
  const provider = loadProvider(tx, scope, poolId, name);
  if (provider === undefined) throw resourceNotFound(`Identity provider ${name} does not exist.`);
  return provider;
}

/** The provider that has an identifier; undefined for none. */
export function findByIdentifier(
  tx: ReadTx,
  scope: Scope,
  poolId: string,
  identifier: string,
): ProviderRecord | undefined {
  for (const provider of listProviders(tx, scope, poolId))
    if (provider.identifiers.includes(identifier)) return provider;
  return undefined;
}

/** Whether a client's visitors may sign in as the pool's own users. A client that names nobody has only those. */
export function takesOwnUsers({ settings }: ClientRecord): boolean {
  return settings.SupportedIdentityProviders?.includes(OWN_USERS) ?? true;
}

/** The other providers that a client offers. */
export function providersOf(
  tx: ReadTx,
  scope: Scope,
  { poolId }: PoolRecord,
  client: ClientRecord,
): readonly ProviderRecord[] {
  return (client.settings.SupportedIdentityProviders ?? []).flatMap((name) => {
    const provider = loadProvider(tx, scope, poolId, name);
    return provider === undefined ? [] : [provider];
  });
}

/** A mapping with the account's name in it; throws InvalidParameterException for attributes that the pool does not have. */
export function readMapping(
  pool: PoolRecord,
  type: ProviderType,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const subject = subjectOf(type);
  if (given["username"] !== undefined && given["username"] !== subject)
    throw invalidParameter(`Invalid attribute mapping: username can only be mapped to ${subject}`);
  const known = new Set(pool.schema.map(({ Name = "" }) => Name));
  const unknown = Object.keys(given).find(
    (name) => name !== "username" && (!known.has(name) || name === "sub" || name === "identities"),
  );
  if (unknown !== undefined) throw invalidParameter(`Invalid attribute mapping: ${unknown} is not an attribute`);
  return { ...given, username: subject };
}

/** Throws InvalidParameterException for identifiers that are another provider's. */
export function requireFreeIdentifiers(
  tx: ReadTx,
  scope: Scope,
  poolId: string,
  name: string,
  identifiers: readonly string[],
): void {
  for (const identifier of identifiers) {
    const owner = findByIdentifier(tx, scope, poolId, identifier);
    if (owner !== undefined && owner.name !== name)
      throw invalidParameter(`The identifier ${identifier} is used by another identity provider.`);
  }
}

/** A provider, its secrets included: AWS shows them to whoever may describe it. */
export function describeProvider(poolId: string, provider: ProviderRecord): IdentityProviderType {
  return {
    UserPoolId: poolId,
    ProviderName: provider.name,
    ProviderType: provider.type,
    ProviderDetails: { ...provider.details },
    AttributeMapping: { ...provider.attributeMapping },
    IdpIdentifiers: [...provider.identifiers],
    CreationDate: new Date(provider.createdAtMs),
    LastModifiedDate: new Date(provider.modifiedAtMs),
  };
}

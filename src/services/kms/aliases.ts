// Rules for aliases. AWS: "Aliases in AWS KMS", CreateAlias, UpdateAlias.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { aliasNotFound, invalidAliasName, invalidArn, limitExceeded, validation } from "./errors.ts";
import { aliasArn, type Key } from "./keys.ts";
import { isReservedAlias } from "./managed-keys.ts";
import type { AliasRecord, KeyRecord } from "./records.ts";
import { aliasNamesOf, loadAlias } from "./repo.ts";
import { isAsymmetric, isSymmetricEncryption } from "./specs.ts";

/** Throws for a name without the prefix, and for those that are AWS's. */
export function requireAliasName(name: string): void {
  if (!name.startsWith("alias/") || name === "alias/")
    throw validation(
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  if (isReservedAlias(name)) throw invalidAliasName("Aliases with the prefix alias/aws/ are reserved for AWS.");
  if (name.includes(":")) throw invalidAliasName(`${name} contains invalid characters for an alias`);
}

// LIMIT: AWS: "Resource quotas": aliases of one key.
const MOST_ALIASES = 50;

/** Throws if the key has as many aliases as it may have. The wording is inferred. */
export function requireRoomForAlias(tx: ReadTx, scope: Scope, keyId: string): void {
  if (aliasNamesOf(tx, scope, keyId).length >= MOST_ALIASES)
    throw limitExceeded(`The key has ${MOST_ALIASES} aliases, as many as it may have.`);
}

/** The alias of this name; throws NotFoundException. */
export function requireAlias(tx: ReadTx, scope: Scope, name: string): AliasRecord {
  const alias = loadAlias(tx, scope, name);
  if (alias === undefined) throw aliasNotFound(aliasArn(scope, name));
  return alias;
}

/** AWS: an alias and its key are in the same account and Region, and AWS managed keys have AWS's aliases only. */
export function requireOwn(key: Key, { account }: Scope): void {
  if (key.scope.account !== account) throw invalidArn(key.scope.account);
}

/** AWS: UpdateAlias: "The current and new KMS key must be the same type ... and they must have the same key usage". */
export function requireSameKind({ record }: Key, current: KeyRecord | undefined): void {
  if (current === undefined) return;
  const kind = (key: KeyRecord): string => `${isSymmetricEncryption(key)} ${isAsymmetric(key)} ${key.usage}`;
  if (kind(record) !== kind(current))
    throw validation(
      "The current and new KMS key must be the same type (both symmetric or both asymmetric or both HMAC), and they must have the same key usage.",
    );
}

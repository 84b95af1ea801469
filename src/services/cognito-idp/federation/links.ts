// Links between users and their accounts at other providers, as customers make and take them.
// AWS: AdminLinkProviderForUser, AdminDisableProviderForUser.

import type { ProviderUserIdentifierType } from "@aws-sdk/client-cognito-identity-provider";
import type { Context } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { invalidParameter, limitExceeded, userNotFound } from "../errors.ts";
import { requirePool } from "../pools.ts";
import type { Identity, PoolRecord, ProviderRecord, UserRecord } from "../records.ts";
import { loadUser } from "../repo.ts";
import { foldName, putUser, requireUser } from "../users/users.ts";
import { findByIdentity, identityAt, SUBJECT } from "./identities.ts";
import { requireProvider } from "./providers.ts";

/** LIMIT: AWS: AdminLinkProviderForUser: "The maximum number of federated identities linked to a user is five." */
const MOST_LINKS = 5;
/** The pool's own users, as these two operations name them. */
const OWN = "Cognito";

type Account = ProviderUserIdentifierType;

/** Links an account that has never signed in to a user. */
export function linkAccount(context: Context, poolId: string, destination: Account, source: Account): void {
  context.store.write((tx) => {
    const pool = requirePool(tx, context, poolId);
    const provider = requireProvider(tx, context, poolId, sourceName(source));
    const { ProviderAttributeName: attribute = "", ProviderAttributeValue: userId = "" } = source;
    if (attribute === "" || userId === "") throw invalidParameter("SourceUser needs an attribute and its value");
    requireLinkable(provider, attribute);
    const user = userOf(tx, context, pool, destination);
    if (user === undefined) throw userNotFound();
    const account = { providerName: provider.name, attribute, userId };
    const owner = findByIdentity(tx, context, pool, account);
    if (owner?.username === user.username) throw invalidParameter("SourceUser is already linked to DestinationUser");
    const isSignedUp =
      owner !== undefined || loadUser(tx, context, poolId, foldName(pool, `${provider.name}_${userId}`)) !== undefined;
    if (isSignedUp)
      throw invalidParameter(
        "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
      );
    const { identities = [] } = user;
    if (identities.filter(({ isPrimary }) => !isPrimary).length >= MOST_LINKS)
      throw limitExceeded("The maximum number of federated identities linked to a user is five.");
    const nowMs = context.clock.nowMs();
    const identity = identityAt(provider, { attribute, userId, isPrimary: false }, nowMs);
    putUser(tx, context, pool, { ...user, identities: [...identities, identity], modifiedAtMs: nowMs }, user);
  });
}

/** Takes a way of signing in from a user: a link, or the pool's own password. */
export function disableAccount(context: Context, poolId: string, account: Account): void {
  context.store.write((tx) => {
    const pool = requirePool(tx, context, poolId);
    const { ProviderAttributeName: attribute = SUBJECT, ProviderAttributeValue: userId = "" } = account;
    const modifiedAtMs = context.clock.nowMs();
    if (account.ProviderName === OWN) {
      const user = requireUser(tx, context, pool, userId);
      const { password: _, temporaryUntilMs: _until, ...rest } = user;
      putUser(tx, context, pool, { ...rest, status: "EXTERNAL_PROVIDER", codes: {}, modifiedAtMs }, user);
      return;
    }
    const { name: providerName } = requireProvider(tx, context, poolId, account.ProviderName ?? "");
    const user = findByIdentity(tx, context, pool, { providerName, attribute, userId });
    if (user === undefined) throw userNotFound();
    const isMeant = (each: Identity): boolean =>
      each.providerName === providerName && each.attribute === attribute && each.userId === userId;
    const identities = (user.identities ?? []).filter((each) => !isMeant(each));
    putUser(tx, context, pool, { ...user, identities, modifiedAtMs }, user);
  });
}

function sourceName({ ProviderName: name = "" }: Account): string {
  if (name === OWN || name === "") throw invalidParameter("SourceUser has to be a user of another identity provider");
  return name;
}

/** AWS: social providers are linked by Cognito_Subject; others also by an attribute that is mapped. */
function requireLinkable({ type, attributeMapping }: ProviderRecord, attribute: string): void {
  const isMapped = type === "OIDC" && attribute !== "username" && attributeMapping[attribute] !== undefined;
  if (attribute !== SUBJECT && !isMapped)
    throw invalidParameter(`Invalid ProviderAttributeName for SourceUser: ${attribute}`);
}

/** AWS: a user of the pool by its username, one of another provider by that provider's name for it; nobody by an alias. */
function userOf(
  tx: ReadTx,
  context: Context,
  pool: PoolRecord,
  { ProviderName: providerName = OWN, ProviderAttributeValue: userId = "" }: Account,
): UserRecord | undefined {
  return providerName === OWN
    ? loadUser(tx, context, pool.poolId, foldName(pool, userId))
    : findByIdentity(tx, context, pool, { providerName, attribute: SUBJECT, userId });
}

// The user of the pool whom a provider's statement means: one who came before, one to whom the account was linked, or a new one.
// AWS: "User pool sign-in with third party identity providers", "Linking federated users to an existing user profile".
//
// Thinks as an attacker would: an account is known by its provider and its name there alone. A user of the pool who happens to have that
// name, or the same e-mail address, is somebody else, and stays so until the customer links the two.

import type { YardContext } from "../../../service/context.ts";
import { usernameExists } from "../errors.ts";
import type { Identity, ProviderRecord, UserRecord } from "../records.ts";
import { addMember, loadGroup, loadUser, saveGroup } from "../repo.ts";
import { asRecord, callTrigger } from "../triggers.ts";
import { beforeAuthentication, type SignIn } from "../auth/sign-in.ts";
import { foldName, putUser, shownAttributes, updateUser } from "../users/users.ts";
import type { Statement } from "./exchange.ts";
import { findByIdentity, identityAt, SUBJECT } from "./identities.ts";
import { claimsOf, mapAttributes, requireMapped } from "./profile.ts";

type Json = Readonly<Record<string, unknown>>;

/** The user, with the attributes that the provider's statement sets. Throws what the pool's functions and rules say. */
export async function enterFromProvider(
  yard: YardContext,
  signIn: SignIn,
  provider: ProviderRecord,
  statement: Statement,
): Promise<UserRecord> {
  const username = foldName(signIn.pool, `${provider.name}_${statement.subject}`);
  const claims = await transformed(yard, signIn, provider, statement, username);
  const known = findKnown(yard, signIn, provider, statement.subject, claims);
  return known === undefined
    ? signUp(yard, signIn, provider, statement.subject, claims)
    : signInAgain(yard, signIn, provider, statement.subject, claims, known);
}

/** What the pool's function makes of the claims. AWS: "Inbound federation Lambda trigger": an empty answer changes nothing. */
async function transformed(
  yard: YardContext,
  signIn: SignIn,
  provider: ProviderRecord,
  statement: Statement,
  username: string,
): Promise<Json> {
  const response = await callTrigger(yard, signIn, {
    name: "InboundFederation",
    source: "InboundFederation_ExternalProvider",
    clientId: signIn.client.clientId,
    username,
    request: {
      providerName: provider.name,
      providerType: provider.type,
      attributes: { tokenResponse: statement.tokens, idToken: statement.idToken, userInfo: statement.userInfo },
    },
    response: { userAttributesToMap: {} },
  });
  const changed = asRecord(response?.["userAttributesToMap"]) ?? {};
  return Object.keys(changed).length === 0 ? claimsOf(statement) : changed;
}

/** Who has the account, or to whom one of its attributes was linked. */
function findKnown(
  yard: YardContext,
  { scope, pool }: SignIn,
  provider: ProviderRecord,
  subject: string,
  claims: Json,
): UserRecord | undefined {
  return yard.store.read((tx) => {
    const providerName = provider.name;
    const direct = findByIdentity(tx, scope, pool, { providerName, attribute: SUBJECT, userId: subject });
    if (direct !== undefined) return direct;
    for (const [attribute, claim] of Object.entries(provider.attributeMapping)) {
      const userId = claims[claim];
      // DEVIATION: an address of which the provider says that nobody has shown it to be theirs links nobody; AWS leaves that to the
      // customer's trust in the provider.
      const isUnproved = isFalse(claims[`${claim}_verified`]);
      if (attribute === "username" || typeof userId !== "string" || isUnproved) continue;
      const linked = findByIdentity(tx, scope, pool, { providerName, attribute, userId });
      if (linked !== undefined) return linked;
    }
    return undefined;
  });
}

function isFalse(value: unknown): boolean {
  return value === false || value === "false";
}

async function signInAgain(
  yard: YardContext,
  signIn: SignIn,
  provider: ProviderRecord,
  subject: string,
  claims: Json,
  known: UserRecord,
): Promise<UserRecord> {
  const { scope, pool, client } = signIn;
  await beforeAuthentication(yard, signIn, known);
  const user = updateUser(yard, { scope, pool, user: known }, (current) => ({
    ...current,
    attributes: { ...current.attributes, ...mapAttributes(pool, client, provider, claims, current) },
    identities: named(current.identities ?? [], provider, subject, claims),
  }));
  await callTrigger(yard, signIn, {
    name: "PostAuthentication",
    source: "PostAuthentication_Authentication",
    clientId: client.clientId,
    username: user.username,
    request: { userAttributes: shownAttributes(user), newDeviceUsed: false, clientMetadata: signIn.clientMetadata },
    response: {},
  });
  return user;
}

/** AWS: AdminLinkProviderForUser: an account that was linked by an attribute goes by its own name once its owner has come. */
function named(
  identities: readonly Identity[],
  { name, attributeMapping }: ProviderRecord,
  subject: string,
  claims: Json,
): readonly Identity[] {
  const isHere = identities.some((each) => each.providerName === name && each.attribute === SUBJECT);
  if (isHere) return identities;
  return identities.map((each) => {
    const claim = attributeMapping[each.attribute];
    const isMeant = each.providerName === name && claim !== undefined && claims[claim] === each.userId;
    return isMeant ? { ...each, attribute: SUBJECT, userId: subject } : each;
  });
}

async function signUp(
  yard: YardContext,
  signIn: SignIn,
  provider: ProviderRecord,
  subject: string,
  claims: Json,
): Promise<UserRecord> {
  const { scope, pool, client } = signIn;
  const attributes = mapAttributes(pool, client, provider, claims, undefined);
  requireMapped(pool, attributes);
  const nowMs = yard.clock.nowMs();
  const username = foldName(pool, `${provider.name}_${subject}`);
  const account = { attribute: SUBJECT, userId: subject, isPrimary: true };
  const user: UserRecord = {
    v: 1,
    username,
    sub: yard.random.uuid(),
    attributes,
    status: "EXTERNAL_PROVIDER",
    isEnabled: true,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    codes: {},
    factors: [],
    identities: [identityAt(provider, account, nowMs)],
  };
  await callTrigger(yard, signIn, {
    name: "PreSignUp",
    source: "PreSignUp_ExternalProvider",
    clientId: client.clientId,
    username,
    request: {
      userAttributes: { ...attributes, "cognito:email_alias": "", "cognito:phone_number_alias": "" },
      validationData: {},
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  // The function may have linked the account. DEVIATION: AWS fails the first sign-in then ("Already found an entry for username ...").
  const linked = findKnown(yard, signIn, provider, subject, claims);
  if (linked !== undefined) return signInAgain(yard, signIn, provider, subject, claims, linked);
  yard.store.write((tx) => {
    // Somebody else's: one who signed up with this very name, or one from whom the account was taken.
    if (loadUser(tx, scope, pool.poolId, username) !== undefined)
      throw usernameExists(`Already found an entry for username ${username}`);
    putUser(tx, scope, pool, user, undefined);
    const group = groupOf(pool.poolId, provider);
    if (loadGroup(tx, scope, pool.poolId, group.name) === undefined)
      saveGroup(tx, scope, pool.poolId, { v: 1, ...group, createdAtMs: nowMs, modifiedAtMs: nowMs });
    addMember(tx, scope, pool.poolId, group.name, username);
  });
  await callTrigger(yard, signIn, {
    name: "PostConfirmation",
    source: "PostConfirmation_ConfirmSignUp",
    clientId: client.clientId,
    username,
    request: { userAttributes: shownAttributes(user), clientMetadata: signIn.clientMetadata },
    response: {},
  });
  return user;
}

/** AWS: users of a provider are in a group of its own, POOL_ID_PROVIDER. */
function groupOf(poolId: string, { name }: ProviderRecord): { readonly name: string; readonly description: string } {
  return { name: `${poolId}_${name}`, description: `Autogenerated group for users who sign in using ${name}` };
}

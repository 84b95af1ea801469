// Whom an application's visitors sign in with, where they are not asked. AWS: "The redirect and authorization endpoint".

import type { YardContext } from "../../../service/context.ts";
import { OWN_USERS, providersOf, takesOwnUsers } from "../federation/providers.ts";
import type { ProviderRecord } from "../records.ts";
import type { Ask } from "./ask.ts";

/** The provider that the application names by `identity_provider` or `idp_identifier`, or the only one that it takes; undefined for the form. */
export function chosenProvider(yard: YardContext, ask: Ask): ProviderRecord | "unknown" | undefined {
  const { identity_provider: name, idp_identifier: identifier } = ask.query;
  const { scope, pool } = ask.signIn;
  const providers = yard.store.read((tx) => providersOf(tx, scope, pool, ask.client));
  if (name === OWN_USERS) return takesOwnUsers(ask.client) ? undefined : "unknown";
  if (name !== undefined) return providers.find((provider) => provider.name === name) ?? "unknown";
  if (identifier !== undefined)
    return providers.find(({ identifiers }) => identifiers.includes(identifier)) ?? "unknown";
  return !takesOwnUsers(ask.client) && providers.length === 1 ? providers[0] : undefined;
}

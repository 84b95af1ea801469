// OpenID Connect providers: found by ARN, changed, and made of an address.

import { parseOidcProviderArn } from "../../iam/directory/names.ts";
import type { OidcProviderRecord } from "../../iam/directory/records.ts";
import { changeIam, loadNamed, saveNamed } from "../../iam/directory/repo.ts";
import type { Context } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { invalidArn, invalidInput, oidcProviderNotFound, quotaExceeded } from "./errors.ts";

// LIMIT: AWS: "IAM and AWS STS quotas".
const MOST_CLIENT_IDS = 100;
const MOST_THUMBPRINTS = 5;
/** LIMIT: AWS: OIDC identity providers of an account. */
export const MOST_PROVIDERS = 100;

/** The provider of this ARN in the caller's account; throws InvalidInput or NoSuchEntity. */
export function requireProvider(tx: ReadTx, account: string, arn: string): OidcProviderRecord {
  const parsed = parseOidcProviderArn(arn);
  if (parsed === undefined) throw invalidArn(arn);
  const found = parsed?.account === account ? loadNamed(tx, account, "oidc-provider", parsed.name) : undefined;
  if (found === undefined) throw oidcProviderNotFound(arn);
  return found;
}

/** Replaces a provider by what `change` makes of it. */
export function changeProvider(
  { store, account }: Context,
  arn: string,
  change: (record: OidcProviderRecord) => OidcProviderRecord,
): void {
  changeIam<void>(store, (tx) => {
    saveNamed(tx, account, "oidc-provider", change(requireProvider(tx, account, arn)));
  });
}

/**
 * An issuer's address as a record has it. AWS: CreateOpenIDConnectProvider: it begins with https:// and has no query.
 * DEVIATION: issuers on this machine, such as the user pools of a yard, have http://, too.
 */
export function parseIssuer(url: string): Pick<OidcProviderRecord, "name" | "scheme"> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const scheme = parsed?.protocol;
  const isLocal = /^(?:localhost|127\.0\.0\.1|.*\.localhost)$/.test(parsed?.hostname ?? "");
  if ((scheme !== "https:" && !(scheme === "http:" && isLocal)) || parsed?.search !== "" || parsed.hash !== "")
    throw invalidInput("Invalid Open ID Connect Provider URL");
  return { scheme, name: url.slice(`${scheme}//`.length).replace(/\/$/, "") };
}

/** The client ids, each once; throws where there are too many. */
export function requireClientIds(ids: readonly string[]): readonly string[] {
  const unique = [...new Set(ids)];
  if (unique.length > MOST_CLIENT_IDS) throw quotaExceeded("ClientIdsPerOpenIdConnectProvider", MOST_CLIENT_IDS);
  return unique;
}

/** The thumbprints; throws where there are too many, or one is none. */
export function requireThumbprints(thumbprints: readonly string[]): readonly string[] {
  if (thumbprints.length > MOST_THUMBPRINTS) throw invalidInput("Thumbprint list must contain fewer than 5 entries.");
  if (thumbprints.some((each) => !/^[0-9a-f]{40}$/i.test(each))) throw invalidInput("Invalid thumbprint");
  return thumbprints;
}

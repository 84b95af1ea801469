// SAML providers: found by ARN, changed, and made of a metadata document.

import { parseSamlProviderArn } from "../../iam/directory/names.ts";
import type { SamlProviderRecord } from "../../iam/directory/records.ts";
import { changeIam, loadNamed, saveNamed } from "../../iam/directory/repo.ts";
import type { Context } from "../../service/context.ts";
import { readIdpMetadata } from "../../service/saml/metadata.ts";
import type { ReadTx } from "../../store/store.ts";
import { invalidArn, samlProviderNotFound, unreadableMetadata } from "./errors.ts";

/** LIMIT: AWS: "IAM and AWS STS quotas": SAML providers of an account. */
export const MOST_SAML_PROVIDERS = 100;

/** The provider of this ARN in the caller's account; throws InvalidInput or NoSuchEntity. */
export function requireSamlProvider(tx: ReadTx, account: string, arn: string): SamlProviderRecord {
  const parsed = parseSamlProviderArn(arn);
  if (parsed === undefined) throw invalidArn(arn);
  const found = parsed.account === account ? loadNamed(tx, account, "saml-provider", parsed.name) : undefined;
  if (found === undefined) throw samlProviderNotFound(arn);
  return found;
}

/** Replaces a provider by what `change` makes of it. */
export function changeSamlProvider(
  { store, account }: Context,
  arn: string,
  change: (record: SamlProviderRecord) => SamlProviderRecord,
): void {
  changeIam<void>(store, (tx) => {
    saveNamed(tx, account, "saml-provider", change(requireSamlProvider(tx, account, arn)));
  });
}

// AWS: GetSAMLProvider, ValidUntil: what the document says; the API's answers for those that say nothing are a hundred years ahead.
const CENTURY_MS = 100 * 365 * 86_400_000;

/** What a record has of its metadata; throws InvalidInput for a document that is none of an identity provider. */
export function requireMetadata(
  metadata: string,
  nowMs: number,
): Pick<SamlProviderRecord, "metadata" | "validUntilMs"> {
  const read = readIdpMetadata(metadata);
  if (read === undefined) throw unreadableMetadata();
  return { metadata, validUntilMs: read.validUntilMs ?? nowMs + CENTURY_MS };
}

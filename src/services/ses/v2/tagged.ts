// The resources of SES that have tags, by their ARNs.

import type { Context, Scope } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { readArn } from "../arns.ts";
import { configurationSets, contactLists, identities, type Shelf, templates, verificationTemplates } from "../repo.ts";
import { requireFewTags } from "./shapes.ts";
import { badRequest, notFound } from "./errors.ts";

type Tags = Readonly<Record<string, string>>;

interface Tagged {
  readonly tags: Tags;
  save(tx: WriteTx, tags: Tags): void;
}

const on =
  <T extends { readonly tags: Tags }>(shelf: Shelf<T>) =>
  (tx: ReadTx, scope: Scope, name: string): Tagged | undefined => {
    const record = shelf.load(tx, scope, name);
    return record && { tags: record.tags, save: (write, tags) => shelf.save(write, scope, { ...record, tags }) };
  };

const KINDS: Readonly<Record<string, (tx: ReadTx, scope: Scope, name: string) => Tagged | undefined>> = {
  identity: on(identities),
  "configuration-set": on(configurationSets),
  template: on(templates),
  "custom-verification-email-template": on(verificationTemplates),
  "contact-list": on(contactLists),
};

/** What has this ARN, in the caller's account and region. */
export function requireTagged(tx: ReadTx, context: Scope, arn: string): Tagged {
  for (const [kind, find] of Object.entries(KINDS)) {
    const named = readArn(arn, kind);
    if (named === undefined) continue;
    const isOurs = named.account === context.account && named.region === context.region;
    const tagged = isOurs ? find(tx, context, named.name) : undefined;
    if (tagged === undefined) throw notFound(`The resource ${arn} does not exist.`);
    return tagged;
  }
  throw badRequest(`Invalid resource ARN: ${arn}`);
}

export function changeTags(context: Context, arn: string, change: (tags: Tags) => Tags): void {
  context.store.write((tx) => {
    const tagged = requireTagged(tx, context, arn);
    tagged.save(tx, requireFewTags({ ...change(tagged.tags) }));
  });
}

// Tags belong to an API, a stage or a custom domain, named by an ARN without an account.

import { parseArn } from "../../kernel/arns.ts";
import { requireDomainName } from "../../service/api-domains/domains.ts";
import { saveDomainName } from "../../service/api-domains/repo.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { requireApi, requirePart } from "./apis.ts";
import { badRequest, notFound } from "./errors.ts";
import { saveApi, savePart } from "./repo.ts";

type Tags = Readonly<Record<string, string>>;

/** The tags of what an ARN names. */
export function tagsOf(tx: ReadTx, scope: Scope, arn: string): Tags {
  return find(tx, scope, arn).tags;
}

/** Lets `change` make new tags of the present ones, and keeps and gives them. */
export function changeTags(tx: WriteTx, scope: Scope, arn: string, change: (tags: Tags) => Tags): Tags {
  const found = find(tx, scope, arn);
  const tags = change(found.tags);
  found.keep(tx, tags);
  return tags;
}

/** What has tags, and how others are kept. */
interface Tagged {
  readonly tags: Tags;
  keep(tx: WriteTx, tags: Tags): void;
}

function find(tx: ReadTx, scope: Scope, arn: string): Tagged {
  if (parseArn(arn) === undefined) throw badRequest("Invalid ARN specified in the request");
  const [, domainName] = /^arn:[^:]+:apigateway:[^:]*::\/domainnames\/([^/]+)$/.exec(arn) ?? [];
  if (domainName !== undefined) {
    const domain = requireDomainName(tx, scope, domainName);
    return { tags: domain.tags, keep: (into, tags) => saveDomainName(into, scope, { ...domain, tags }) };
  }
  const [, apiId, , stageName] =
    /^arn:[^:]+:apigateway:[^:]*::\/apis\/([a-z0-9]+)(\/stages\/([^/]+))?$/.exec(arn) ?? [];
  if (apiId === undefined) throw notFound(`Invalid resource identifier specified`);
  if (stageName === undefined) {
    const api = requireApi(tx, scope, apiId);
    return { tags: api.tags, keep: (into, tags) => saveApi(into, scope, { ...api, tags }) };
  }
  const stage = requirePart(tx, scope, apiId, "stage", stageName);
  return {
    tags: stage.tags,
    keep: (into, tags) => savePart(into, scope, apiId, "stage", stageName, { ...stage, tags }),
  };
}

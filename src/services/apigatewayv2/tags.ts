// Tags belong to an API, a stage or a custom domain, named by an ARN without an account.

import { parseArn } from "../../kernel/arns.ts";
import { requireDomainName } from "../../service/api-domains/domains.ts";
import { saveDomainName } from "../../service/api-domains/repo.ts";
import type { Scope } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { requireApi, requirePart } from "./apis.ts";
import { badRequest, notFound } from "./errors.ts";
import { saveApi, savePart } from "./repo.ts";

type Tags = Readonly<Record<string, string>>;

/** Lets `change` make new tags of the present ones, and keeps and gives them. */
export function changeTags(tx: WriteTx, scope: Scope, arn: string, change: (tags: Tags) => Tags): Tags {
  if (parseArn(arn) === undefined) throw badRequest("Invalid ARN specified in the request");
  const [, domainName] = /^arn:[^:]+:apigateway:[^:]*::\/domainnames\/([^/]+)$/.exec(arn) ?? [];
  if (domainName !== undefined) {
    const domain = requireDomainName(tx, scope, domainName);
    const tags = change(domain.tags);
    saveDomainName(tx, scope, { ...domain, tags });
    return tags;
  }
  const [, apiId, , stageName] =
    /^arn:[^:]+:apigateway:[^:]*::\/apis\/([a-z0-9]+)(\/stages\/([^/]+))?$/.exec(arn) ?? [];
  if (apiId === undefined) throw notFound(`Invalid resource identifier specified`);
  if (stageName === undefined) {
    const api = requireApi(tx, scope, apiId);
    const tags = change(api.tags);
    saveApi(tx, scope, { ...api, tags });
    return tags;
  }
  const stage = requirePart(tx, scope, apiId, "stage", stageName);
  const tags = change(stage.tags);
  savePart(tx, scope, apiId, "stage", stageName, { ...stage, tags });
  return tags;
}

// Tags of what has them: APIs, stages, keys, plans, domains and client certificates.

import { requireDomainName } from "../../service/api-domains/domains.ts";
import { saveDomainName } from "../../service/api-domains/repo.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { badRequest, notFound } from "./errors.ts";
import { requireApi, requirePart, requireThing } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import type { Texts } from "./records.ts";
import { saveApi, saveApiKey, savePart, saveThing } from "./repo.ts";

/** AWS: at most 50; names of 1 to 128 characters that do not begin with "aws:" (CloudFormation's do), values of up to 256. */
export function requireTags(tags: Texts | undefined): void {
  const entries = Object.entries(tags ?? {});
  if (entries.filter(([name]) => !name.startsWith("aws:")).length > LIMITS.tags)
    throw badRequest("Maximum number of tags per resource exceeded");
  for (const [name, value] of entries) {
    if (name.length < 1 || name.length > 128) throw badRequest(`Invalid tag key: ${name}`);
    if (value.length > 256) throw badRequest(`Invalid tag value: ${value}`);
  }
}

/** Something that has tags: those it has, and how others are kept. */
interface Tagged {
  readonly tags: Texts;
  save(tx: WriteTx, tags: Texts): void;
}

/** What an ARN means: "arn:aws:apigateway:REGION::/restapis/ID/stages/NAME" and its like. */
export function requireTagged(tx: ReadTx, scope: Scope, arn: string): Tagged {
  const [, region, path = ""] = /^arn:[^:]+:apigateway:([^:]*)::\/(.+)$/.exec(arn) ?? [];
  if (region !== scope.region) throw notFound("Invalid resource identifier specified");
  const [kind, id = "", below, name = ""] = path.split("/");
  if (kind === "restapis" && below === "stages") {
    const stage = requirePart(tx, scope, id, "stage", name);
    return {
      tags: stage.tags,
      save: (writing, tags) => savePart(writing, scope, id, "stage", name, { ...stage, tags }),
    };
  }
  if (below !== undefined) throw notFound("Invalid resource identifier specified");
  if (kind === "restapis") {
    const api = requireApi(tx, scope, id);
    return { tags: api.tags, save: (writing, tags) => saveApi(writing, scope, { ...api, tags }) };
  }
  if (kind === "apikeys") {
    const apiKey = requireThing(tx, scope, "apiKey", id);
    return { tags: apiKey.tags, save: (writing, tags) => saveApiKey(writing, scope, { ...apiKey, tags }) };
  }
  if (kind === "usageplans") {
    const plan = requireThing(tx, scope, "usagePlan", id);
    return { tags: plan.tags, save: (writing, tags) => saveThing(writing, scope, "usagePlan", id, { ...plan, tags }) };
  }
  if (kind === "clientcertificates") {
    const certificate = requireThing(tx, scope, "clientCertificate", id);
    return {
      tags: certificate.tags,
      save: (writing, tags) => saveThing(writing, scope, "clientCertificate", id, { ...certificate, tags }),
    };
  }
  if (kind === "domainnames") {
    const domain = requireDomainName(tx, scope, id);
    return { tags: domain.tags, save: (writing, tags) => saveDomainName(writing, scope, { ...domain, tags }) };
  }
  throw notFound("Invalid resource identifier specified");
}

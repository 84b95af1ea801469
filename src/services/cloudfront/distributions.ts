// Distributions: made, changed, found and shown.

import type {
  ActiveTrustedKeyGroups,
  Distribution,
  DistributionConfig,
  DistributionSummary,
  KeyGroupConfig,
} from "@aws-sdk/client-cloudfront";
import type { Context, YardContext } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { checkConfig } from "./config/check.ts";
import { completeConfig } from "./config/complete.ts";
import { itemsOf } from "./config/quantities.ts";
import { behavioursOf } from "./config/users.ts";
import { DEPLOY } from "./deploy.ts";
import { fault } from "./errors.ts";
import { arnOf, newEtag, newId, newLabel } from "./ids.ts";
import type { DistributionRecord, Tags } from "./records.ts";
import { listDistributions, listInvalidations, loadDistribution, loadThing, saveDistribution } from "./repo.ts";

// LIMIT: AWS: "General quotas on distributions": 200 in an account.
const MOST_DISTRIBUTIONS = 200;

/** The distribution; throws NoSuchDistribution. */
export function requireDistribution(tx: ReadTx, account: string, id: string): DistributionRecord {
  const record = loadDistribution(tx, account, id);
  if (record === undefined) throw fault("NoSuchDistribution");
  return record;
}

/** Makes a distribution. A repetition with the same CallerReference and configuration gives the one that is there. */
export function createDistribution(context: Context, given: DistributionConfig, tags: Tags): DistributionRecord {
  const { account, random, clock, store } = context;
  return store.write((tx) => {
    const config = completeConfig(given);
    const all = listDistributions(tx, account);
    const same = all.find((each) => each.config.CallerReference === config.CallerReference);
    // AWS: CallerReference: the same configuration gives the same distribution, another one DistributionAlreadyExists.
    if (same !== undefined) {
      if (JSON.stringify(same.config) === JSON.stringify(config)) return same;
      throw fault("DistributionAlreadyExists");
    }
    checkConfig(given, { tx, context });
    if (all.length >= MOST_DISTRIBUTIONS) throw fault("TooManyDistributions");
    const nowMs = clock.nowMs();
    const record: DistributionRecord = {
      v: 1,
      id: newId(random, "E"),
      account,
      label: newLabel(random),
      etag: newEtag(random),
      config,
      status: "InProgress",
      tags,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    };
    saveDistribution(tx, record);
    deployLater(tx, context, record);
    return record;
  });
}

/** Writes a new configuration, which is served from then on. */
export function changeConfig(
  tx: WriteTx,
  context: Context,
  before: DistributionRecord,
  given: DistributionConfig,
): DistributionRecord {
  checkConfig(given, { tx, context, id: before.id });
  const config = completeConfig(given);
  // AWS: "The update contains modifications that are not allowed": the caller reference stays.
  if (config.CallerReference !== before.config.CallerReference) throw fault("IllegalUpdate");
  const after: DistributionRecord = {
    ...before,
    config,
    etag: newEtag(context.random),
    status: "InProgress",
    updatedAtMs: context.clock.nowMs(),
  };
  saveDistribution(tx, after, before);
  deployLater(tx, context, after);
  return after;
}

/** AWS: a configuration is spread to edge locations, and the distribution is "InProgress" meanwhile. Here the spreading is one job. */
function deployLater(tx: WriteTx, { account, region, jobs }: Context, { id, etag }: DistributionRecord): void {
  jobs.enqueue(tx, { account, region, kind: DEPLOY, payload: { id, etag } });
}

/** Where viewers reach it: a name below localhost, with the yard's port, in the place of AWS's "d111111abcdef8.cloudfront.net". */
export function domainName(
  { label }: Pick<DistributionRecord, "label">,
  { origin }: Pick<YardContext, "origin">,
): string {
  const { port } = new URL(origin);
  return `${label}.cloudfront.localhost${port === "" ? "" : `:${port}`}`;
}

/** A distribution as Get shows it. */
export function distributionShape(
  tx: ReadTx,
  record: DistributionRecord,
  yard: Pick<YardContext, "origin">,
): Distribution {
  const { id, account, status, updatedAtMs, config } = record;
  return {
    Id: id,
    ARN: arnOf(account, "distribution", id),
    Status: status,
    LastModifiedTime: new Date(updatedAtMs),
    InProgressInvalidationBatches: listInvalidations(tx, account, id).filter((each) => each.status === "InProgress")
      .length,
    DomainName: domainName(record, yard),
    ActiveTrustedSigners: { Enabled: false, Quantity: 0 },
    ActiveTrustedKeyGroups: activeKeyGroups(tx, record),
    DistributionConfig: config,
  };
}

function activeKeyGroups(tx: ReadTx, { account, config }: DistributionRecord): ActiveTrustedKeyGroups {
  const ids = [...new Set(behavioursOf(config).flatMap(({ TrustedKeyGroups }) => itemsOf(TrustedKeyGroups)))];
  const Items = ids.map((id) => {
    const keys = loadThing<KeyGroupConfig>(tx, account, "key-group", id)?.config.Items ?? [];
    return { KeyGroupId: id, KeyPairIds: { Quantity: keys.length, Items: [...keys] } };
  });
  return { Enabled: Items.length > 0, Quantity: Items.length, ...(Items.length > 0 && { Items }) };
}

/** A distribution as lists show it. */
export function summaryShape(record: DistributionRecord, yard: Pick<YardContext, "origin">): DistributionSummary {
  const { config } = record;
  return {
    Id: record.id,
    ARN: arnOf(record.account, "distribution", record.id),
    ETag: record.etag,
    Status: record.status,
    LastModifiedTime: new Date(record.updatedAtMs),
    DomainName: domainName(record, yard),
    Aliases: config.Aliases,
    Origins: config.Origins,
    OriginGroups: config.OriginGroups,
    DefaultCacheBehavior: config.DefaultCacheBehavior,
    CacheBehaviors: config.CacheBehaviors,
    CustomErrorResponses: config.CustomErrorResponses,
    Comment: config.Comment,
    PriceClass: config.PriceClass,
    Enabled: config.Enabled,
    ViewerCertificate: config.ViewerCertificate,
    Restrictions: config.Restrictions,
    WebACLId: config.WebACLId,
    HttpVersion: config.HttpVersion,
    IsIPV6Enabled: config.IsIPV6Enabled,
    Staging: config.Staging,
  };
}

// AWS::CertificateManager::Certificate.

import { createHash } from "node:crypto";
import type { CertificateDetail, RequestCertificateCommandInput } from "@aws-sdk/client-acm";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { tagList } from "../../../service/tagging.ts";

interface ValidationOption {
  readonly DomainName: string;
  readonly HostedZoneId?: string;
  readonly ValidationDomain?: string;
}

/** AWS: the stack waits; a certificate times out after 72 hours. */
const FIRST_WAIT_MS = 25;
const LONGEST_WAIT_MS = 5_000;

/** A certificate, complete when it is issued. Ref is its ARN. */
export const certificateType: ResourceType = {
  typeName: "AWS::CertificateManager::Certificate",
  properties: [
    "CertificateExport",
    "CertificateTransparencyLoggingPreference",
    "DomainName",
    "DomainValidationOptions",
    "KeyAlgorithm",
    "SubjectAlternativeNames",
    "Tags",
    "ValidationMethod",
  ],
  keptNotEnforced: { CertificateTransparencyLoggingPreference: "keeps the certificate out of public logs" },

  async create(properties, context) {
    const { CertificateArn: arn = "" } = await context.aws.acm.requestCertificate(requestOf(properties, context));
    context.identify(arn);
    await writeRecords(arn, properties, context, "UPSERT");
    await untilIssued(arn, context);
    return stateOf(arn);
  },

  async read(physicalId, { aws }, known) {
    const detail = await ifThere(() => aws.acm.describeCertificate({ CertificateArn: physicalId }));
    const certificate = detail?.Certificate;
    if (certificate === undefined || certificate.Type === "IMPORTED") return undefined;
    const { Tags = [] } = await aws.acm.listTagsForCertificate({ CertificateArn: physicalId });
    return decode(certificate, Tags, known);
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const page = await aws.acm.listCertificates({
        NextToken,
        Includes: { keyTypes: ["RSA_2048", "EC_prime256v1", "EC_secp384r1"] },
      });
      return { items: page.CertificateSummaryList, next: page.NextToken };
    });
    return all.filter(({ Type }) => Type === "AMAZON_ISSUED").map(({ CertificateArn = "" }) => ({ CertificateArn }));
  },

  async update(physicalId, properties, previous, { aws, tags }) {
    const preference = properties["CertificateTransparencyLoggingPreference"];
    if (preference !== previous["CertificateTransparencyLoggingPreference"])
      await aws.acm.updateCertificateOptions({
        CertificateArn: physicalId,
        Options: { CertificateTransparencyLoggingPreference: preference === "DISABLED" ? "DISABLED" : "ENABLED" },
      });
    const wanted = { ...tags, ...readTags(properties) };
    const gone = Object.keys(readTags(previous)).filter((key) => !(key in wanted));
    if (gone.length > 0)
      await aws.acm.removeTagsFromCertificate({ CertificateArn: physicalId, Tags: gone.map((Key) => ({ Key })) });
    if (Object.keys(wanted).length > 0)
      await aws.acm.addTagsToCertificate({ CertificateArn: physicalId, Tags: tagList(wanted) });
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, context) {
    await ifThere(() => writeRecords(physicalId, properties, context, "DELETE"));
    await ifThere(() => context.aws.acm.deleteCertificate({ CertificateArn: physicalId }));
  },
};

const stateOf = (arn: string): ResourceState => ({ physicalId: arn, attributes: { CertificateArn: arn } });

function requestOf(properties: Properties, context: ResourceContext): RequestCertificateCommandInput {
  const options = optionsOf(properties).flatMap(({ DomainName, ValidationDomain }) =>
    ValidationDomain === undefined ? [] : [{ DomainName, ValidationDomain }],
  );
  const { SubjectAlternativeNames: names, ValidationMethod: method, KeyAlgorithm: algorithm } = properties;
  const tags = tagList({ ...context.tags, ...readTags(properties) });
  const input = {
    DomainName: String(properties["DomainName"]),
    // A token has 32 letters and digits at the most.
    IdempotencyToken: createHash("sha256").update(context.clientToken).digest("hex").slice(0, 32),
    ...(names !== undefined && { SubjectAlternativeNames: names }),
    ...(method !== undefined && { ValidationMethod: method }),
    ...(algorithm !== undefined && { KeyAlgorithm: algorithm }),
    ...(options.length > 0 && { DomainValidationOptions: options }),
    ...(tags.length > 0 && { Tags: tags }),
    Options: {
      CertificateTransparencyLoggingPreference:
        properties["CertificateTransparencyLoggingPreference"] === "DISABLED" ? "DISABLED" : "ENABLED",
      Export: properties["CertificateExport"] === "ENABLED" ? "ENABLED" : "DISABLED",
    },
  };
  // What the template gives is checked by the operation.
  return input as RequestCertificateCommandInput;
}

function optionsOf(properties: Properties): readonly ValidationOption[] {
  return (properties["DomainValidationOptions"] ?? []) as readonly ValidationOption[];
}

/**
 * Writes the validation records of the names whose zone the template gives, or removes them. AWS: DomainValidationOption, HostedZoneId.
 * DEVIATION: they go with the certificate, so that a zone of the same stack can be deleted.
 */
async function writeRecords(
  arn: string,
  properties: Properties,
  { aws }: ResourceContext,
  Action: "UPSERT" | "DELETE",
): Promise<void> {
  const { Certificate: certificate } = await aws.acm.describeCertificate({ CertificateArn: arn });
  const written = new Set<string>();
  for (const { DomainName: name, HostedZoneId: zoneId } of optionsOf(properties)) {
    const found = certificate?.DomainValidationOptions?.find((each) => each.DomainName === name.toLowerCase());
    const record = found?.ResourceRecord;
    if (zoneId === undefined || record === undefined || written.has(`${zoneId} ${record.Name}`)) continue;
    written.add(`${zoneId} ${record.Name}`);
    const set = { Name: record.Name, Type: "CNAME" as const, TTL: 300, ResourceRecords: [{ Value: record.Value }] };
    const change = aws.route53.changeResourceRecordSets({
      HostedZoneId: zoneId,
      ChangeBatch: { Changes: [{ Action, ResourceRecordSet: set }] },
    });
    await (Action === "DELETE" ? change.catch(ignoreGone) : change);
  }
}

/** Another certificate of the name may have taken its record with it, and somebody the zone. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof AwsError) || !["InvalidChangeBatch", "NoSuchHostedZone"].includes(error.code)) throw error;
}

async function untilIssued(arn: string, { aws, wait }: ResourceContext): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    const { Certificate: certificate } = await aws.acm.describeCertificate({ CertificateArn: arn });
    if (certificate?.Status === "ISSUED") return;
    if (certificate?.Status !== "PENDING_VALIDATION")
      throw new AwsError({ code: "NotStabilized", message: `Certificate ${arn} is ${certificate?.Status}.` });
    await wait(waitMs);
  }
}

function decode(
  certificate: CertificateDetail,
  tags: readonly { readonly Key: string; readonly Value?: string }[],
  known: Properties | undefined,
): Properties {
  const { DomainName, SubjectAlternativeNames: names = [], KeyAlgorithm, Options } = certificate;
  const Tags = tags.filter(({ Key }) => !Key.startsWith("aws:"));
  const own = known ?? {};
  return {
    DomainName,
    KeyAlgorithm,
    ValidationMethod: certificate.DomainValidationOptions?.[0]?.ValidationMethod,
    CertificateTransparencyLoggingPreference: Options?.CertificateTransparencyLoggingPreference,
    CertificateExport: Options?.Export,
    ...(names.length > 1 && { SubjectAlternativeNames: names.slice(1) }),
    // It says how the names were to be validated, which nothing remembers.
    ...(own["DomainValidationOptions"] !== undefined && { DomainValidationOptions: own["DomainValidationOptions"] }),
    ...(Tags.length > 0 && { Tags }),
  };
}

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

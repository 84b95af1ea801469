// Custom domain names and the base paths under which they serve APIs. TLS is not terminated here: certificates are named, not shown.

import type { CreateDomainNameCommandInput, PatchOperation } from "@aws-sdk/client-api-gateway";
import { ALPHABET } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import type { Input } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { badRequest, notFound, notServed } from "./errors.ts";
import { patched, type PatchRule, text } from "./patches/patch.ts";
import type { BasePathMappingRecord, DomainNameRecord } from "./records.ts";
import { loadApi, loadBasePathMapping, loadDomainName, loadPart } from "./repo.ts";
import { endpointConfigurationOf } from "./rest-apis.ts";

/** AWS: "Amazon API Gateway endpoints and quotas": the zone of edge-optimized domains, and of some regions' regional ones. */
const EDGE_ZONE = "Z2FDTNDATAQYW2";
const REGIONAL_ZONES: Readonly<Record<string, string>> = {
  "us-east-1": "Z1UJRXOUMOOFQ8",
  "us-east-2": "ZOJJZC49E0EPZ",
  "us-west-1": "Z2MUQ32089INYE",
  "us-west-2": "Z2OJLYMUO9EFXC",
  "eu-central-1": "Z1U9ULNL0V5AJ3",
  "eu-west-1": "ZLY8HYME6SFDD",
  "eu-west-2": "ZJ5UAJN8Y3Z2Q",
  "eu-west-3": "Z3KY65QIEKYHQQ",
  "eu-north-1": "Z3UWIKFBOOGXPP",
  "ap-northeast-1": "Z1YSHQZHG15GKL",
  "ap-southeast-1": "ZL327KTPIQFUL",
  "ap-southeast-2": "Z2RPCDW04V8134",
};

/** What of a domain's input has no effect here, by member. */
const UNSERVED = [
  "certificateBody",
  "certificatePrivateKey",
  "certificateChain",
  "mutualTlsAuthentication",
  "ownershipVerificationCertificateArn",
  "policy",
  "endpointAccessMode",
] as const;

/** A new domain's record. */
export function domainNameOf(
  input: Input<CreateDomainNameCommandInput>,
  scope: Scope,
  random: Random,
  nowMs: number,
): DomainNameRecord {
  const unserved = UNSERVED.find((name) => input[name] !== undefined);
  if (unserved !== undefined) throw notServed(`the domain name's property ${unserved}`);
  if (input.routingMode !== undefined && input.routingMode !== "BASE_PATH_MAPPING_ONLY")
    throw notServed("routing rules of domain names");
  if (!/^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(input.domainName))
    throw badRequest("Invalid domain name identifier specified");
  const endpointConfiguration = endpointConfigurationOf(input.endpointConfiguration);
  const [type = "EDGE"] = endpointConfiguration.types;
  if (type === "PRIVATE") throw notServed("private domain names", "there are no VPCs");
  const isRegional = type === "REGIONAL";
  const certificateArn = isRegional ? input.regionalCertificateArn : input.certificateArn;
  if (certificateArn === undefined)
    throw badRequest(
      isRegional
        ? "The provided regional certificate is required for REGIONAL domain names"
        : "A certificate must be provided for EDGE domain names",
    );
  requireCertificateArn(certificateArn);
  return {
    v: 1,
    domainName: input.domainName,
    certificateName: input.certificateName,
    regionalCertificateName: input.regionalCertificateName,
    certificateArn: input.certificateArn,
    regionalCertificateArn: input.regionalCertificateArn,
    ...(isRegional ? regional(scope, random) : distribution(random)),
    certificateUploadedAtMs: isRegional ? undefined : nowMs,
    endpointConfiguration,
    securityPolicy: input.securityPolicy ?? "TLS_1_2",
    tags: input.tags ?? {},
  };
}

function regional(
  { region }: Scope,
  random: Random,
): Pick<DomainNameRecord, "regionalDomainName" | "regionalHostedZoneId"> {
  return {
    regionalDomainName: `d-${random.text(10, ALPHABET.lowerAlphanumeric)}.execute-api.${region}.amazonaws.com`,
    regionalHostedZoneId: REGIONAL_ZONES[region] ?? REGIONAL_ZONES["us-east-1"],
  };
}

function distribution(random: Random): Pick<DomainNameRecord, "distributionDomainName" | "distributionHostedZoneId"> {
  return {
    distributionDomainName: `d${random.text(13, ALPHABET.lowerAlphanumeric)}.cloudfront.net`,
    distributionHostedZoneId: EDGE_ZONE,
  };
}

function requireCertificateArn(arn: string): string {
  if (!/^arn:[^:]+:(acm:[^:]*:\d{12}:certificate|iam::\d{12}:server-certificate)\/.+$/.test(arn))
    throw badRequest(`Invalid certificate ARN: ${arn}`);
  return arn;
}

/** A domain that is there. AWS: recorded. */
export function requireDomainName(tx: ReadTx, scope: Scope, domainName: string): DomainNameRecord {
  const domain = loadDomainName(tx, scope, domainName);
  if (domain === undefined) throw notFound("Invalid domain name identifier specified");
  return domain;
}

const REPLACE = ["replace", "add"] as const;

/** The domain after a patch. */
export function patchedDomainName(
  domain: DomainNameRecord,
  operations: readonly PatchOperation[] | undefined,
  made: { readonly scope: Scope; readonly random: Random; readonly nowMs: number },
): DomainNameRecord {
  const { scope, random, nowMs } = made;
  const rules: readonly PatchRule<DomainNameRecord>[] = [
    text<DomainNameRecord, "certificateName">("certificateName"),
    text<DomainNameRecord, "certificateArn">("certificateArn", { ops: REPLACE, parse: requireCertificateArn }),
    text<DomainNameRecord, "regionalCertificateName">("regionalCertificateName"),
    text<DomainNameRecord, "regionalCertificateArn">("regionalCertificateArn", {
      ops: REPLACE,
      parse: requireCertificateArn,
    }),
    text<DomainNameRecord, "securityPolicy">("securityPolicy"),
    {
      path: "/endpointConfiguration/types/{index}",
      ops: ["replace"],
      // AWS: a domain changes between edge-optimized and regional where it has the other kind's certificate.
      apply: (record, { value }) => {
        if (value !== "EDGE" && value !== "REGIONAL")
          throw badRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE");
        return {
          ...record,
          endpointConfiguration: endpointConfigurationOf({ types: [value] }),
          ...(value === "REGIONAL" && record.regionalDomainName === undefined ? regional(scope, random) : {}),
          ...(value === "EDGE" && record.distributionDomainName === undefined ? distribution(random) : {}),
        };
      },
    },
  ];
  const changed = patched(domain, operations, rules);
  return changed.certificateArn === domain.certificateArn ? changed : { ...changed, certificateUploadedAtMs: nowMs };
}

/** A mapping's base path as it is kept. AWS: "(none)" stands for none. */
export function basePathOf(given: string | undefined): string {
  if (given === undefined || given === "" || given === "(none)") return "(none)";
  if (given.includes("/"))
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
    );
  if (!/^[a-zA-Z0-9$_.+!*'()-]+$/.test(given))
    throw badRequest("Invalid base path specified: only letters, digits and $-_.+!*'() are allowed");
  return given;
}

/** A mapping that is there. */
export function requireBasePathMapping(
  tx: ReadTx,
  scope: Scope,
  domainName: string,
  basePath: string,
): BasePathMappingRecord {
  requireDomainName(tx, scope, domainName);
  const mapping = loadBasePathMapping(tx, scope, domainName, basePathOf(basePath));
  if (mapping === undefined) throw notFound("Invalid base path mapping identifier specified");
  return mapping;
}

/** Refuses a mapping to what is not there. */
export function requireMappingIsSound(tx: ReadTx, scope: Scope, { restApiId, stage }: BasePathMappingRecord): void {
  if (loadApi(tx, scope, restApiId) === undefined) throw badRequest("Invalid REST API identifier specified");
  if (stage !== undefined && loadPart(tx, scope, restApiId, "stage", stage) === undefined)
    throw badRequest("Invalid stage identifier specified");
}

const MAPPING_RULES: readonly PatchRule<BasePathMappingRecord>[] = [
  text<BasePathMappingRecord, "basePath">("basePath", { ops: ["add", "replace"], parse: basePathOf }),
  // AWS: the path is "/restapiId", all lower case but for the last part.
  {
    path: "/restapiId",
    ops: ["add", "replace"],
    apply: (mapping, { value = "" }) => ({ ...mapping, restApiId: value }),
  },
  text<BasePathMappingRecord, "restApiId">("restApiId", { ops: ["add", "replace"] }),
  text<BasePathMappingRecord, "stage">("stage", {
    ops: ["add", "replace", "remove"],
    parse: (value) => value || undefined,
  }),
];

/** The mapping after a patch. */
export function patchedMapping(
  mapping: BasePathMappingRecord,
  operations: readonly PatchOperation[] | undefined,
): BasePathMappingRecord {
  return patched(mapping, operations, MAPPING_RULES);
}
